import type { Word } from "../reading/words.ts";
import { firstOf, type Node } from "./compiled.ts";
import type { WordClass } from "./vocabulary.ts";

/** A word with the kinds of word that it is. */
export type ClassedWord = Word & { classes: ReadonlySet<WordClass> };

/** Words `from` to `to`, `to` exclusive. */
export type Span = { from: number; to: number };
type Found<Owner> = Span & { owner: Owner };

export type Finder<Owner> = (words: readonly ClassedWord[]) => Found<Owner>[];

/** No match is longer; with it the work per word is bounded whatever the text says. */
const longestMatch = 40;

/**
 * Every place where a pattern begins, with its longest match there. A word leads only to the patterns that can
 * begin with it, so the time is proportional to the text.
 */
export function createFinder<Owner>(entries: readonly { owner: Owner; node: Node }[]): Finder<Owner> {
  const byFirst = new Map<WordClass, { owner: Owner; node: Node }[]>();
  for (const entry of entries) {
    for (const first of firstOf(entry.node) ?? []) {
      const there = byFirst.get(first);
      if (there) there.push(entry);
      else byFirst.set(first, [entry]);
    }
  }
  return (words) => {
    const found: Found<Owner>[] = [];
    for (const [from, word] of words.entries()) {
      const candidates = new Set([...word.classes].flatMap((one) => byFirst.get(one) ?? []));
      for (const { owner, node } of candidates) {
        const to = Math.max(...endsOf(node, [from], { words, limit: limitAt(words, from) }), from);
        if (to > from) found.push({ owner, from, to });
      }
    }
    return found;
  };
}

/** A match stays in its sentence. */
function limitAt(words: readonly ClassedWord[], from: number): number {
  const sentence = words[from]?.sentence;
  let limit = from;
  while (limit < words.length && limit - from < longestMatch && words[limit]?.sentence === sentence)
    limit += 1;
  return limit;
}

type Place = { words: readonly ClassedWord[]; limit: number };

function endsOf(node: Node, starts: readonly number[], place: Place): number[] {
  switch (node.is) {
    case "words":
      return starts
        .filter((at) => at < place.limit && anyOf(node.classes, place.words[at]))
        .map((at) => at + 1);
    case "sequence":
      return node.parts.reduce<number[]>(
        (ends, part) => (ends.length === 0 ? ends : endsOf(part, ends, place)),
        [...starts],
      );
    case "choice":
      return unique(node.parts.flatMap((part) => endsOf(part, starts, place)));
    case "optional":
      return unique([...starts, ...endsOf(node.part, starts, place)]);
    case "gap":
      return unique(
        starts.flatMap((at) => Array.from({ length: node.upTo + 1 }, (_, more) => at + more)),
      ).filter((at) => at <= place.limit);
    case "begin":
      return starts.filter((at) => place.words[at - 1]?.sentence !== place.words[at]?.sentence);
    case "end":
      return starts.filter((at) => place.words[at]?.sentence !== place.words[at - 1]?.sentence);
    case "pause":
      return starts.filter(
        (at) => place.words[at]?.paused || place.words[at]?.sentence !== place.words[at - 1]?.sentence,
      );
  }
}

function anyOf(classes: ReadonlySet<WordClass>, word: ClassedWord | undefined): boolean {
  if (!word) return false;
  for (const one of word.classes) if (classes.has(one)) return true;
  return false;
}

function unique(numbers: readonly number[]): number[] {
  return numbers.length < 2 ? [...numbers] : [...new Set(numbers)];
}
