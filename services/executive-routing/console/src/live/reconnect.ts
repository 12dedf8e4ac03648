/** Longest wait before another try (ms): a console is back within two seconds of the network. */
export const longestWait = 2000;

/**
 * How long to wait before the given try, the first being 0. Doubles up to the longest, with jitter, so that a
 * room full of consoles does not come back in the same instant.
 */
export function waitBefore(attempt: number, random: number): number {
  const ceiling = Math.min(longestWait, 200 * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling * (0.5 + random / 2));
}
