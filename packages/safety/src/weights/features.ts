import type { Word } from "../reading/words.ts";

/**
 * What a stretch of text is weighed by: its words, how they begin, which follow each other, and the fields of the
 * lexicon that it touches. Persons are not told apart in pairs: "te pegó" and "me pegó" speak of the same.
 */
export function featuresOf(words: readonly Word[], fields: ReadonlySet<number>): string[] {
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
  for (const field of fields) found.add(fieldName(field));
  return [...found];
}

export function fieldName(field: number): string {
  return `#${field}`;
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
