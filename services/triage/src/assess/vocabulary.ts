import { conjugate } from "./conjugate.ts";
import { keyOf, plain } from "./spelling.ts";
import type { FormTag } from "./verb-form.ts";

/** A set of words, by number. A token satisfies a class when it is one of its words. */
export type WordClass = number;

/** Every word that any rule mentions, so that a token is looked up once and not once per rule. */
export type Vocabulary = {
  /** A class for these words, stems and verbs together; the same set gives the same class. */
  classFor(entries: readonly WordEntry[]): WordClass;
  /** The classes that a token satisfies. */
  classesOf(key: string): readonly WordClass[];
  /** Every exact word, as spelled in the rules or conjugated. */
  words(): ReadonlySet<string>;
};

export type WordEntry =
  | { is: "word"; word: string }
  | { is: "stem"; stem: string }
  | { is: "verb"; infinitive: string; tags: readonly FormTag[] };

const shortestStem = 2;
const longestStem = 16;
const none: readonly WordClass[] = [];

export function createVocabulary(): Vocabulary {
  const words = new Map<string, WordClass[]>();
  const stems = new Map<string, WordClass[]>();
  const known = new Map<string, WordClass>();
  const spelled = new Set<string>();

  const add = (index: Map<string, WordClass[]>, key: string, symbol: WordClass) => {
    const symbols = index.get(key);
    if (!symbols) index.set(key, [symbol]);
    else if (symbols.at(-1) !== symbol) symbols.push(symbol);
  };

  return {
    classFor(entries) {
      const name = entries.map(nameOf).sort().join(" ");
      const existing = known.get(name);
      if (existing !== undefined) return existing;
      const symbol = known.size;
      known.set(name, symbol);
      for (const entry of entries) {
        if (entry.is === "stem") add(stems, keyOf(plain(entry.stem)).slice(0, longestStem), symbol);
        else {
          for (const form of spelledOut(entry)) {
            spelled.add(form);
            add(words, keyOf(form), symbol);
          }
        }
      }
      return symbol;
    },
    classesOf(key) {
      const exact = words.get(key) ?? none;
      let found: WordClass[] | undefined;
      for (let length = shortestStem; length <= Math.min(key.length, longestStem); length += 1) {
        const more = stems.get(key.slice(0, length));
        if (more) found = [...(found ?? exact), ...more];
      }
      return found ?? exact;
    },
    words: () => spelled,
  };
}

const conjugated = new Map<string, ReadonlyMap<FormTag, string[]>>();

function formsOf(infinitive: string): ReadonlyMap<FormTag, string[]> {
  const known = conjugated.get(infinitive);
  if (known) return known;
  const forms = new Map<FormTag, string[]>();
  for (const { word, tag } of conjugate(infinitive)) forms.set(tag, [...(forms.get(tag) ?? []), plain(word)]);
  conjugated.set(infinitive, forms);
  return forms;
}

function spelledOut(entry: Exclude<WordEntry, { is: "stem" }>): string[] {
  if (entry.is === "word") return [plain(entry.word)];
  const forms = formsOf(entry.infinitive);
  return entry.tags.flatMap((tag) => forms.get(tag) ?? []);
}

function nameOf(entry: WordEntry): string {
  if (entry.is === "word") return entry.word;
  return entry.is === "stem" ? `${entry.stem}*` : `~${entry.infinitive}/${entry.tags.join("+")}`;
}
