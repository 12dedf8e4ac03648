export type Step = { done(note?: string): void; failed(note?: string): void };
export type Progress = { step(title: string): Step; line(text: string): void };
export function createProgress(output?: NodeJS.WriteStream): Progress;
export function seconds(milliseconds: number): string;
