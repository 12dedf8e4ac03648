import { keyOf, plain } from "./sound.ts";
import type { Word } from "./words.ts";

/** Recognises words of the guarded list under a disguise; each answer is the key of the guarded word. */
export type Unveil = (words: readonly Word[]) => Word[];

type Guard = { guarded: readonly string[]; similar: readonly string[]; knows: (key: string) => boolean };

const shortestFuzzy = 6;
const shortestBare = 3;
const longestWord = 40;
/** "v i o l e n c i a" */
const longestSpelledOut = 16;

/**
 * Puts together what was spaced ("de nun cia", "p d i"), uncovers what was censored ("den**cia"), finds what was
 * glued ("lapolicia") and corrects what was misspelled ("carabiners"). Words that merely resemble a guarded one
 * ("renuncia", "jugado") are listed as similar and left alone.
 */
export function createUnveil({ guarded, similar, knows }: Guard): Unveil {
  const keys = [...new Set(guarded.map((word) => keyOf(plain(word))))];
  const exact = new Set(keys);
  const others = new Set(similar.map((word) => keyOf(plain(word))));
  const long = keys.filter((key) => key.length >= shortestFuzzy);
  const neighbours = neighboursOf(long);
  const skeletons = groupedBy(long, withoutVowels);
  const glueable = long.filter((key) => key.length >= 7);

  function correct(key: string): string | undefined {
    if (key.length < shortestBare || key.length > longestWord || exact.has(key) || others.has(key))
      return undefined;
    if (knows(key) || /\d/.test(key)) return undefined;
    for (const without of key.length < shortestFuzzy - 1 ? [] : [key, ...shortened(key)]) {
      const near = neighbours.get(without)?.find((word) => isNear(key, word));
      if (near) return near;
    }
    const bare = skeletons
      .get(withoutVowels(key))
      ?.find((word) => key.length < word.length && isWithin(key, word));
    if (bare) return bare;
    if (key.length < 9) return undefined;
    return glueable.find((word) => key.length - word.length >= 1 && key.includes(word));
  }

  function uncover(censored: string): string | undefined {
    const shape = censored.slice(0, longestWord);
    const shown = shape.replaceAll("?", "").length;
    if (shown < 3) return undefined;
    return guarded.find((word) => shown * 2 >= word.length && fits(shape, plain(word)));
  }

  function single(word: Word): Word {
    const uncovered = word.censored === undefined ? undefined : uncover(word.censored);
    if (uncovered !== undefined) return { ...word, key: keyOf(plain(uncovered)) };
    const corrected = correct(word.key);
    return corrected === undefined ? word : { ...word, key: corrected };
  }

  return (words) => {
    const result: Word[] = [];
    for (let at = 0; at < words.length; ) {
      const together = joined(
        words,
        at,
        (key, letters) => exact.has(key) || (letters && (knows(key) || correct(key) !== undefined)),
      );
      if (together) {
        result.push(single(together.word));
        at = together.next;
        continue;
      }
      const word = words[at];
      if (word) result.push(single(word));
      at += 1;
    }
    return result;
  };
}

/** Single letters, or two or three pieces, that make one guarded word. */
function joined(words: readonly Word[], at: number, isGuarded: (key: string, letters: boolean) => boolean) {
  const first = words[at];
  if (!first) return undefined;
  let spelled = at;
  while (spelled < words.length && spelled - at < longestSpelledOut && words[spelled]?.written.length === 1)
    spelled += 1;
  const tries = spelled - at >= 3 ? [spelled] : [at + 3, at + 2];
  for (const next of tries) {
    const pieces = words.slice(at, next);
    const last = pieces.at(-1);
    if (!last || pieces.length !== next - at) continue;
    const written = pieces.map((piece) => piece.written).join("");
    const key = keyOf(plain(written));
    const letters = spelled - at >= 3;
    if (/^\d+$/.test(written)) continue;
    if (!letters && (key.length < 7 || pieces.some((piece) => piece.sentence !== first.sentence))) continue;
    if (isGuarded(key, letters)) {
      const word: Word = { key, written, start: first.start, end: last.end, sentence: first.sentence };
      return { word, next };
    }
  }
  return undefined;
}

function withoutVowels(key: string): string {
  return key.replace(/[aeiou]/g, "");
}

/** Whether the letters of the short word come in the long one in this order: "dnuncia" in "denuncia". */
function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

function groupedBy(keys: readonly string[], nameOf: (key: string) => string): ReadonlyMap<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys) groups.set(nameOf(key), [...(groups.get(nameOf(key)) ?? []), key]);
  return groups;
}

function neighboursOf(keys: readonly string[]): ReadonlyMap<string, string[]> {
  const all = new Map<string, string[]>();
  for (const key of keys) {
    for (const without of key.length < shortestFuzzy - 1 ? [] : [key, ...shortened(key)])
      all.set(without, [...(all.get(without) ?? []), key]);
  }
  return all;
}

/** The word with one letter missing, each in turn. */
function shortened(key: string): string[] {
  return Array.from(key, (_, at) => key.slice(0, at) + key.slice(at + 1));
}

/** One letter too many, too few, another or two exchanged; the first stays, so that "renuncia" is no "denuncia". */
function isNear(key: string, word: string): boolean {
  if (key[0] !== word[0] || Math.abs(key.length - word.length) > 1) return false;
  let start = 0;
  while (start < key.length && key[start] === word[start]) start += 1;
  let end = 0;
  const most = Math.min(key.length, word.length) - start;
  while (end < most && key.at(-1 - end) === word.at(-1 - end)) end += 1;
  const [left, right] = [key.slice(start, key.length - end), word.slice(start, word.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** Each "?" of the shape is a letter; a run of them may stand for one more or one fewer. */
function fits(shape: string, word: string): boolean {
  const pattern = shape.replace(/\?+|[^\p{L}\d?]/gu, (run) =>
    run.startsWith("?") ? `\\p{L}{${Math.max(0, run.length - 1)},${run.length + 1}}` : "",
  );
  return new RegExp(`^${pattern}s?$`, "u").test(word);
}
