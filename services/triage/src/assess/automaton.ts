import { type Pattern, PatternWrong } from "./pattern.ts";
import type { FormTag } from "./verb-form.ts";
import type { Vocabulary, WordClass, WordEntry } from "./vocabulary.ts";

/** A pattern ready to run: a graph without cycles. State 0 is the start. */
export type Automaton = {
  states: readonly State[];
};

type State = {
  /** Where a word leads, and which symbol it must satisfy; `any` for gaps. */
  steps: { on: WordClass | "any"; to: number }[];
  accepts: boolean;
};

/** No match is longer than this many words; with it the matcher's work per word is bounded. */
export const longestMatch = 32;
const mostStates = 600;

export type Lists = ReadonlyMap<string, Pattern>;

/** @throws PatternWrong when the pattern can match nothing, is too long, or names a list that is not there. */
export function compile(source: string, pattern: Pattern, lists: Lists, vocabulary: Vocabulary): Automaton {
  const drafts: { steps: { on: WordClass | "any"; to: number }[]; free: number[] }[] = [];
  const newState = () => drafts.push({ steps: [], free: [] }) - 1;
  const draftOf = (state: number) => {
    const draft = drafts[state];
    if (!draft || drafts.length > mostStates) throw new PatternWrong(`"${source}" is too large`);
    return draft;
  };
  const step = (from: number, on: WordClass | "any") => {
    const to = newState();
    draftOf(from).steps.push({ on, to });
    return to;
  };

  const build = (
    part: Pattern,
    from: number,
    inside: readonly string[],
    only?: readonly FormTag[],
  ): number => {
    switch (part.is) {
      case "word":
      case "stem":
      case "verb":
        return step(from, vocabulary.classFor([limited(part, only)]));
      case "sequence":
        return part.parts.reduce((state, next) => build(next, state, inside, only), from);
      case "gap": {
        const end = newState();
        let state = from;
        for (let word = 0; word < part.upTo; word += 1) {
          draftOf(state).free.push(end);
          state = step(state, "any");
        }
        draftOf(state).free.push(end);
        return end;
      }
      case "optional": {
        const end = build(part.part, from, inside, only);
        draftOf(from).free.push(end);
        return end;
      }
      case "choice": {
        const words = part.options.filter(isWord);
        const others = part.options.filter((option) => !isWord(option));
        const ends = others.map((option) => build(option, from, inside, only));
        if (words.length > 0)
          ends.push(step(from, vocabulary.classFor(words.map((word) => limited(word, only)))));
        const end = newState();
        for (const last of ends) draftOf(last).free.push(end);
        return end;
      }
      case "list": {
        const list = lists.get(part.name);
        if (!list) throw new PatternWrong(`"${source}" names the list @${part.name}, which does not exist`);
        if (inside.includes(part.name)) throw new PatternWrong(`the list @${part.name} contains itself`);
        return build(list, from, [...inside, part.name], part.tags ?? only);
      }
    }
  };

  const start = newState();
  const end = build(pattern, start, []);
  const reachable = (state: number, seen = new Set<number>()): Set<number> => {
    if (!seen.has(state)) {
      seen.add(state);
      for (const next of drafts[state]?.free ?? []) reachable(next, seen);
    }
    return seen;
  };
  const states = drafts.map((_, state): State => {
    const free = [...reachable(state)];
    return { steps: free.flatMap((other) => drafts[other]?.steps ?? []), accepts: free.includes(end) };
  });

  const first = states[start];
  if (!first || first.accepts) throw new PatternWrong(`"${source}" would match nothing at all`);
  if (first.steps.some(({ on }) => on === "any")) throw new PatternWrong(`"${source}" begins with a gap`);
  const longest = longestFrom(start, states);
  if (longest > longestMatch)
    throw new PatternWrong(`"${source}" can be ${longest} words long; ${longestMatch} is the limit`);
  return { states };
}

/** `@golpear/el`: the verbs of the list, only in those forms. */
function limited(entry: WordEntry, only: readonly FormTag[] | undefined): WordEntry {
  return entry.is === "verb" && only
    ? { ...entry, tags: entry.tags.filter((tag) => only.includes(tag)) }
    : entry;
}

function isWord(pattern: Pattern): pattern is WordEntry {
  return pattern.is === "word" || pattern.is === "stem" || pattern.is === "verb";
}

function longestFrom(start: number, states: readonly State[]): number {
  const known = new Map<number, number>();
  const from = (state: number): number => {
    const seen = known.get(state);
    if (seen !== undefined) return seen;
    const longest = Math.max(0, ...(states[state]?.steps ?? []).map(({ to }) => 1 + from(to)));
    known.set(state, longest);
    return longest;
  };
  return from(start);
}
