/** Milliseconds, sorted when asked. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const tenths = (value: number): number => Math.round(value * 10) / 10;

export type Goal = { name: string; value: number; goal: number; met: boolean };

/** A goal of at most so much. */
export const atMost = (name: string, value: number, goal: number): Goal => ({
  name,
  value,
  goal,
  met: value <= goal,
});
