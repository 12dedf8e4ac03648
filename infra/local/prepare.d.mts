import type { Progress } from "./progress.mjs";

export const root: string;
export const pinnedNode: string;
export function workspaceEnv(): NodeJS.ProcessEnv;
export function checkMachine(facts?: { version?: string; free?: number }): void;
export function install(progress: Progress, folder?: string): Promise<void>;
export function build(progress: Progress): Promise<void>;
/** What to tell whoever runs the command, on standard error. */
export function explain(error: unknown): string;
