import { createHash } from "node:crypto";
import type { Word } from "../reading/words.ts";

/**
 * What a stretch of text is weighed by: its words, how they begin, which follow each other, pieces of three to six
 * letters also across words (so that a form or misspelling never seen still resembles what was), and the fields of the
 * lexicon and the rules that it touches. Persons are not told apart in pairs: "te pegó" and "me pegó" speak of the same.
 */
export function featuresOf(words: readonly Word[], touched: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  let before = "^";
  for (const { key, written } of words) {
    const word = written === "él" ? written : key;
    found.add(word);
    if (key.length > stem) found.add(`${key.slice(0, stem)}*`);
    const next = persons.get(word) ?? word;
    found.add(`${before} ${next}`);
    before = next;
  }
  found.add(`${before} $`);
  for (const piece of piecesOf(words)) found.add(piece);
  return [...found, ...touched];
}

/** Marks a piece of the text among the features. */
export const pieceMark = "~";

function* piecesOf(words: readonly Word[]): Generator<string> {
  const bounded = `_${words.map(({ key }) => key).join("_")}_`;
  for (let letters = 3; letters <= 6; letters += 1) {
    for (let at = 0; at + letters <= bounded.length; at += 1)
      yield `${pieceMark}${bounded.slice(at, at + letters)}`;
  }
}

/** A field keeps its weight as long as it says the same. */
export function fieldName(says: string): string {
  return `#${digest(says)}`;
}

/** A rule keeps its weight as long as its pattern is written the same. */
export function ruleName(code: string, pattern: string): string {
  return `#${code} ${digest(pattern)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

const stem = 5;
const persons = new Map(
  Object.entries({
    me: "te",
    le: "te",
    la: "te",
    les: "te",
    nos: "te",
    mi: "tu",
    su: "tu",
    mis: "tus",
    sus: "tus",
    esta: "estas",
    estoy: "estas",
    tengo: "tienes",
    tiene: "tienes",
  }),
);
