import { keyOf, plain } from "./sound.ts";
import type { Word } from "./words.ts";

/** Written short → the words it stands for. */
export type Abbreviations = ReadonlyMap<string, readonly string[]>;

export function abbreviationsOf(table: Readonly<Record<string, string>>): Abbreviations {
  return new Map(Object.entries(table).map(([short, long]) => [plain(short), plain(long).split(" ")]));
}

/** "xq t pego" → "porque te pego"; every word keeps the place of what was written. */
export function spellOut(words: readonly Word[], abbreviations: Abbreviations): Word[] {
  return words.flatMap((word) => {
    const long = abbreviations.get(plain(word.written));
    return long ? long.map((written) => ({ ...word, key: keyOf(written), written })) : [word];
  });
}
