import type { Rules } from "./compile-rules.ts";
import type { Told } from "./guards.ts";
import { readSignals, type Signal } from "./signals.ts";
import { cut, type Token } from "./tokens.ts";

/** Words of each neighbour that can complete a sentence of this message. */
const overlap = 24;

/**
 * Signals that begin in one message and end in another: "me quiere" … "matar". Denial does not cross the
 * border, because between messages there is always a cut.
 */
export function readAcross(
  tokens: readonly Token[],
  { before, after }: { before: readonly Token[][]; after: readonly Token[][] },
  rules: Rules,
  told: Told | undefined,
): Signal[] {
  if (tokens.length === 0 || (before.length === 0 && after.length === 0)) return [];
  const earlier = before.flatMap(cutOff).slice(-overlap);
  const later = after.flatMap(cutOff).slice(0, overlap);
  const first = earlier.length;
  const end = first + tokens.length;
  const { signals } = readSignals([...earlier, ...cutOff(tokens), ...later], rules, told);
  return signals.flatMap(({ rule, from, to }) => {
    const isAcross = (from < first && to > first) || (from < end && to > end);
    if (!isAcross || to <= first || from >= end) return [];
    return [{ rule, from: Math.max(from, first) - first, to: Math.min(to, end) - first }];
  });
}

function cutOff([first, ...rest]: readonly Token[]): Token[] {
  return first ? [{ ...first, cutBefore: cut.comma }, ...rest] : [];
}
