import { keyOf, keyOfJoined, otherSpellings } from "./spelling.ts";

/**
 * What a written word stands for when it is none that the rules or the language know: another spelling, a typing
 * error, a hidden letter, or several words run together.
 */
export type Repair = {
  /** The keys of the words it stands for; undefined when nobody can tell. */
  meant(word: string): readonly string[] | undefined;
  /** Keys of the danger words that begin so: "pe" may have become "pegando". */
  begun(word: string): readonly string[];
};

/** What it needs to know of the language. Keys are sounds (`keyOf`). */
export type Known = {
  isKnown(key: string): boolean;
  /** Words that may be mistyped, most important first: every exact word that a rule mentions. */
  mistyped: readonly string[];
  /** Words as they are spelled, whose hidden letters may be guessed ("m*tar"). */
  hidden: readonly string[];
  /** Words as they are spelled that may be cut off in the middle. */
  cutOff: readonly string[];
};

const shortestTypo = 5;
const longestTypo = 16;
const shortestJoined = 7;
const longestJoined = 64;
const longestPiece = 15;
const mostHidden = 3;

export function createRepair({ isKnown, mistyped, hidden, cutOff }: Known): Repair {
  const typos = indexTypos(mistyped);
  const misspelled = indexTypos(hidden);
  const byLength = new Map<number, string[]>();
  for (const word of hidden) byLength.set(word.length, [...(byLength.get(word.length) ?? []), word]);

  const uncovered = (word: string): string | undefined => {
    const stars = word.split("*").length - 1;
    if (stars > mostHidden || word.length - stars < 2) return undefined;
    const fits = (known: string) => [...known].every((letter, at) => word[at] === "*" || word[at] === letter);
    const found = byLength.get(word.length)?.find(fits);
    return found === undefined ? undefined : keyOf(found);
  };
  const corrected = (key: string, index = typos): string | undefined => {
    if (key.length < shortestTypo || key.length > longestTypo || /\d/.test(key)) return undefined;
    let best: { key: string; cost: number } | undefined;
    for (const shorter of [key, ...withoutOneLetter(key)]) {
      for (const candidate of index.get(shorter) ?? []) {
        const cost = costOf(key, candidate);
        if (cost !== undefined && (best === undefined || cost < best.cost)) best = { key: candidate, cost };
      }
    }
    return best?.key;
  };

  return {
    meant(word) {
      if (word.includes("*")) {
        const key = uncovered(word);
        return key === undefined ? undefined : [key];
      }
      if (word.length < 3) return undefined;
      for (const other of otherSpellings(word)) {
        const key = keyOf(other);
        if (key.length > 2 && isKnown(key)) return [key];
      }
      const key = corrected(keyOf(word));
      if (key !== undefined) return [key];
      const apart = takenApart(word, isKnown);
      if (apart) return apart;
      // By its letters: "cichillo" sounds nothing like "cuchillo", and is one letter away.
      const spelled = word.length > 6 ? corrected(word, misspelled) : undefined;
      return spelled === undefined ? undefined : [keyOf(spelled)];
    },
    begun(word) {
      if (word.length < 2) return [];
      const sound = keyOf(word);
      const isBegun = (known: string) => known.startsWith(word) || keyOf(known).startsWith(sound);
      return cutOff.filter((known) => known.length > word.length && isBegun(known)).map(keyOf);
    },
  };
}

/** Each word under itself and under every form of it that lacks one letter. */
function indexTypos(words: readonly string[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const key of new Set(words)) {
    if (key.length < shortestTypo || key.length > longestTypo) continue;
    for (const shorter of new Set([key, ...withoutOneLetter(key)])) {
      const known = index.get(shorter);
      if (known) known.push(key);
      else index.set(shorter, [key]);
    }
  }
  return index;
}

function withoutOneLetter(key: string): string[] {
  return Array.from(key, (_, at) => key.slice(0, at) + key.slice(at + 1));
}

/**
 * How far a typing error is from the word: 0 two letters swapped, 1 a letter too few or too many, 2 another
 * letter; one more when it is the first. Undefined when it is not one single error, or the word is too short
 * for that kind of error: "marte" is no "matar".
 */
function costOf(written: string, meant: string): number | undefined {
  if (written === meant) return 0;
  let from = 0;
  while (from < written.length && written[from] === meant[from]) from += 1;
  let back = 0;
  const shorter = Math.min(written.length, meant.length);
  while (back < shorter - from && written.at(-1 - back) === meant.at(-1 - back)) back += 1;
  const left = written.slice(from, written.length - back);
  const right = meant.slice(from, meant.length - back);
  const first = from === 0 ? 2 : 0;
  if (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]) return first;
  if (left.length + right.length === 1) return meant.length < 6 && first > 0 ? undefined : 1 + first;
  if (left.length === 1 && right.length === 1) return meant.length < 6 || first > 0 ? undefined : 2;
  return undefined;
}

/** Spoken short: "mestapegando" is "me está pegando". */
const swallowed: Readonly<Record<string, string>> = { sta: "esta", stan: "estan", stoi: "estoi" };

/** "meestapegando" → me esta pegando. The longest words win; nothing may be left over. */
function takenApart(written: string, isKnown: (key: string) => boolean): string[] | undefined {
  if (written.length < shortestJoined || written.length > longestJoined) return undefined;
  const word = keyOfJoined(written);
  const best: ({ score: number; at: number; key: string } | undefined)[] = [];
  const scoreAt = (at: number) => (at === 0 ? 0 : best[at]?.score);
  for (let to = 1; to <= word.length; to += 1) {
    for (let at = Math.max(0, to - longestPiece); at < to; at += 1) {
      const before = scoreAt(at);
      if (before === undefined) continue;
      const piece = word.slice(at, to).replace(/y$/, "i");
      if (piece.length === 1 && piece !== "a" && piece !== "i") continue;
      const score = before + piece.length ** 2 - 3;
      const key = swallowed[piece] ?? (isKnown(piece) ? piece : undefined);
      if (key !== undefined && score > (best[to]?.score ?? Number.NEGATIVE_INFINITY))
        best[to] = { score, at, key };
    }
  }
  const keys: string[] = [];
  let longest = 0;
  for (let at = word.length; at > 0; ) {
    const step = best[at];
    if (!step) return undefined;
    longest = Math.max(longest, at - step.at);
    keys.unshift(step.key);
    at = step.at;
  }
  return keys.length > 1 && longest >= 4 && keys.length <= word.length / 2.5 ? keys : undefined;
}
