import { keyOf, plain } from "../reading/sound.ts";
import { formsOf } from "../reading/verb-forms.ts";
import type { Word } from "../reading/words.ts";

/** A kind of word that some pattern asks for, by number. */
export type WordClass = number;

/** Every word of the lexicon, so that a word of a text is looked up once and not once per pattern. */
export type Vocabulary = {
  classFor(is: "word" | "stem" | "verb" | "exact", name: string): WordClass;
  classesOf(word: Pick<Word, "key" | "written">): readonly WordClass[];
  /** Whether some pattern names this very word; beginnings do not count. */
  knows(key: string): boolean;
};

const shortestStem = 3;
const none: readonly WordClass[] = [];

export function createVocabulary(): Vocabulary {
  const byKey = new Map<string, WordClass[]>();
  const byStem = new Map<string, WordClass[]>();
  const byWritten = new Map<string, WordClass[]>();
  const made = new Map<string, WordClass>();
  let longestStem = 0;

  const add = (index: Map<string, WordClass[]>, key: string, number: WordClass) => {
    const numbers = index.get(key);
    if (!numbers) index.set(key, [number]);
    else if (!numbers.includes(number)) numbers.push(number);
  };

  return {
    classFor(is, name) {
      const known = made.get(`${is} ${name}`);
      if (known !== undefined) return known;
      const number = made.size;
      made.set(`${is} ${name}`, number);
      if (is === "exact") add(byWritten, name.toLowerCase(), number);
      else if (is === "word") add(byKey, keyOf(plain(name)), number);
      else if (is === "verb") for (const form of formsOf(plain(name))) add(byKey, keyOf(form), number);
      else {
        const stem = keyOf(plain(name));
        longestStem = Math.max(longestStem, stem.length);
        add(byStem, stem, number);
      }
      return number;
    },
    classesOf({ key, written }) {
      const found = [...(byKey.get(key) ?? none), ...(byWritten.get(written) ?? none)];
      for (let length = shortestStem; length <= Math.min(key.length, longestStem); length += 1) {
        const more = byStem.get(key.slice(0, length));
        if (more) found.push(...more);
      }
      return found;
    },
    knows: (key) => byKey.has(key),
  };
}
