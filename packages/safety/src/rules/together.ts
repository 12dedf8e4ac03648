import type { Word } from "../reading/words.ts";
import type { Span } from "./find.ts";

type Part = { pattern: number; part: number; parts: number };

/**
 * Patterns whose parts were all found in one sentence, in any order; a pattern of one part is found as it is.
 * Parts must not be the same words.
 */
export function complete<Owner extends Part>(
  found: readonly (Span & { owner: Owner })[],
  words: readonly Word[],
): (Span & { owner: Owner })[] {
  const waiting = new Map<string, (Span & { owner: Owner })[]>();
  const whole: (Span & { owner: Owner })[] = [];
  for (const match of found) {
    const { owner, from } = match;
    if (owner.parts === 1) {
      whole.push(match);
      continue;
    }
    const name = `${owner.pattern} ${words[from]?.sentence}`;
    waiting.set(name, [...(waiting.get(name) ?? []), match].slice(-longestList));
  }
  for (const matches of waiting.values()) {
    const [first] = matches;
    if (!first) continue;
    const chosen: Span[] = [];
    for (let part = 0; part < first.owner.parts; part += 1) {
      const fits = matches.find(
        (one) => one.owner.part === part && chosen.every((other) => apart(one, other)),
      );
      if (fits) chosen.push(fits);
    }
    if (chosen.length < first.owner.parts) continue;
    const from = Math.min(...chosen.map((one) => one.from));
    const to = Math.max(...chosen.map((one) => one.to));
    whole.push({ owner: first.owner, from, to });
  }
  return whole;
}

/** A sentence that repeats the same words for ever needs no more of them. */
const longestList = 24;

function apart(one: Span, other: Span): boolean {
  return one.to <= other.from || other.to <= one.from;
}
