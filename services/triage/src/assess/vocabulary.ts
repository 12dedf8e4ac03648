import { formsOf, gerundsOf } from "./conjugate.ts";
import { keyOf } from "./spelling.ts";
import { plain } from "./tokens.ts";

/** A set of words, by number. A token satisfies a symbol when it is one of its words. */
export type WordClass = number;

/** Every word that any rule mentions, so that a token is looked up once and not once per rule. */
export type Vocabulary = {
  /** A symbol for these words, stems and verbs together; the same set gives the same symbol. */
  classFor(entries: readonly WordEntry[]): WordClass;
  /** The symbols that a token satisfies. */
  classesOf(key: string): readonly WordClass[];
};

export type WordEntry =
  | { is: "word"; word: string }
  | { is: "stem"; stem: string }
  | { is: "verb"; infinitive: string; only: "all" | "gerund" };

const shortestStem = 2;
const longestStem = 16;
const none: readonly WordClass[] = [];

export function createVocabulary(): Vocabulary {
  const words = new Map<string, WordClass[]>();
  const stems = new Map<string, WordClass[]>();
  const known = new Map<string, WordClass>();

  const add = (index: Map<string, WordClass[]>, key: string, symbol: WordClass) => {
    const symbols = index.get(key);
    if (!symbols) index.set(key, [symbol]);
    else if (!symbols.includes(symbol)) symbols.push(symbol);
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
        else for (const form of spelledOut(entry)) add(words, keyOf(plain(form)), symbol);
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
  };
}

function spelledOut(entry: Exclude<WordEntry, { is: "stem" }>): string[] {
  if (entry.is === "word") return [entry.word];
  return entry.only === "gerund" ? gerundsOf(entry.infinitive) : formsOf(entry.infinitive);
}

function nameOf(entry: WordEntry): string {
  if (entry.is === "word") return entry.word;
  return entry.is === "stem" ? `${entry.stem}*` : `~${entry.infinitive}/${entry.only}`;
}
