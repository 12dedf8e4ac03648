import { plainWords, soundOf } from "../language/words.ts";

/**
 * A phrase to look for, written by whoever edits the content:
 *
 *   cuchill*      a word that begins so            peg^       the verb, now or lately: pega, pegó, pegando, pegue…
 *   (a, b c)      one of these                     @quien     one of the list `quien`
 *   la?           may be missing                   ..3        up to three words in between
 *   N             a number, 3 or tres              $          the end of the message
 *   one + other   both, anywhere in the message
 *
 * Words are compared by their sound. `^` leaves out the imperfect on purpose: "me pegaba" is a story, "me pega" is not.
 */
export type Pattern = readonly Part[];

/** Patterns that must all be found; most phrases are one. */
export type Phrase = readonly Pattern[];

type Part =
  | { is: "word"; key: string; fits: (word: string) => boolean; optional: boolean }
  | { is: "choice"; options: readonly Pattern[]; optional: boolean }
  | { is: "gap"; upTo: number }
  | { is: "end" };

export class PatternWrong extends Error {
  override readonly name = "PatternWrong";
}

export type Lists = Readonly<Record<string, string>>;

/** Words as the patterns read them: plain, by their sound. */
export function heardWords(text: string): string[] {
  return plainWords(text).map(soundOf);
}

/** @throws PatternWrong when a parenthesis is open or a list is unknown. */
export function readPattern(line: string, lists: Lists): Pattern {
  return splitOutside(line, " ").map((token) => readPart(token, lists));
}

/** The pieces of a text between separators that are not inside parentheses. @throws PatternWrong */
function splitOutside(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let [piece, depth] = ["", 0];
  for (const letter of text) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (depth < 0) break;
    if (letter === separator && depth === 0) {
      pieces.push(piece);
      piece = "";
    } else piece += letter;
  }
  if (depth !== 0) throw new PatternWrong(`"${text}" has a parenthesis that is alone`);
  return [...pieces, piece].map((each) => each.trim()).filter((each) => each !== "");
}

/** Reads `one + other`: every part must be somewhere. @throws PatternWrong */
export function readPhrase(line: string, lists: Lists): Phrase {
  return line.split(" + ").map((part) => readPattern(part.trim(), lists));
}

function readPart(token: string, lists: Lists): Part {
  if (token === "$") return { is: "end" };
  const gap = /^\.\.(\d)$/.exec(token);
  if (gap) return { is: "gap", upTo: Number(gap[1]) };
  const optional = token.endsWith("?");
  const bare = optional ? token.slice(0, -1) : token;
  if (bare.startsWith("(")) return { is: "choice", options: optionsOf(bare.slice(1, -1), lists), optional };
  if (bare.startsWith("@")) {
    const list = lists[bare.slice(1)];
    if (list === undefined) throw new PatternWrong(`there is no list "${bare}"`);
    return { is: "choice", options: optionsOf(list, lists), optional };
  }
  return { is: "word", key: keyOf(bare), fits: wordTest(bare), optional };
}

/** Under which a part is filed: a whole word, or `^` and the first letters of what begins so, or `` for anything. */
function keyOf(token: string): string {
  if (token === "N") return "";
  const root = soundOf(plainWords(token).join(""));
  if (!/[*^]$/.test(token)) return root;
  return root.length < keyLetters ? "" : `^${root.slice(0, keyLetters)}`;
}
const keyLetters = 3;

/** Longest first, so that "(el, el papa)" does not stop at "el". */
function optionsOf(text: string, lists: Lists): Pattern[] {
  return splitOutside(text, ",")
    .map((option) => readPattern(option, lists))
    .sort((a, b) => b.length - a.length);
}

/** Ends of a verb that speaks of now or lately, as they sound: pega, pegó, pegaron, pegando, ha pegado, pegue, muerde. */
const nowEndings = new Set(
  "a an o e en as es ue uen aron ieron ando iendo endo ado ido io ia ió ar er ir arme erme irme arte arlo arla arle arnos erle irle andome andole andola andonos iendome iendole"
    .split(" ")
    .map((ending) => soundOf(ending)),
);
nowEndings.delete("ia");

const numberWords = new Set(
  "un uno una dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta"
    .split(" ")
    .map(soundOf),
);

function wordTest(token: string): (word: string) => boolean {
  if (token === "N") return (word) => /^\d+$/.test(word) || numberWords.has(word);
  const mark = token.at(-1);
  const root = soundOf(plainWords(token).join(""));
  if (root === "") throw new PatternWrong(`"${token}" is no word`);
  if (mark === "*") return (word) => word.startsWith(root);
  if (mark === "^") return (word) => word.startsWith(root) && nowEndings.has(word.slice(root.length));
  return (word) => word === root;
}

/**
 * Where a pattern fits the words, beginning exactly at a place.
 * @returns the place after the last word, or undefined.
 */
export function fitAt(words: readonly string[], at: number, pattern: Pattern, from = 0): number | undefined {
  const part = pattern[from];
  if (part === undefined) return at;
  if (part.is === "gap") {
    for (let skip = 0; skip <= part.upTo; skip += 1) {
      const end = fitAt(words, at + skip, pattern, from + 1);
      if (end !== undefined && end <= words.length) return end;
    }
    return undefined;
  }
  if (part.is === "end") {
    return at === words.length ? fitAt(words, at, pattern, from + 1) : undefined;
  }
  if (part.is === "word") {
    const word = words[at];
    if (word !== undefined && part.fits(word)) {
      const end = fitAt(words, at + 1, pattern, from + 1);
      if (end !== undefined) return end;
    }
  } else {
    for (const option of part.options) {
      const after = fitAt(words, at, option);
      const end = after === undefined ? undefined : fitAt(words, after, pattern, from + 1);
      if (end !== undefined) return end;
    }
  }
  return part.optional ? fitAt(words, at, pattern, from + 1) : undefined;
}

/** Values filed by how their pattern begins, so that a text is compared with the few that may fit. */
export type Filed<Value> = ReadonlyMap<string, readonly { pattern: Pattern; value: Value }[]>;

export function file<Value>(entries: Iterable<{ pattern: Pattern; value: Value }>): Filed<Value> {
  const filed = new Map<string, { pattern: Pattern; value: Value }[]>();
  for (const entry of entries) {
    for (const key of new Set(beginningsOf(entry.pattern))) {
      const drawer = filed.get(key);
      if (drawer) drawer.push(entry);
      else filed.set(key, [entry]);
    }
  }
  return filed;
}

/** What of the file may begin with a word. */
export function* filedUnder<Value>(
  filed: Filed<Value>,
  word: string,
): Generator<{ pattern: Pattern; value: Value }> {
  for (const key of [word, `^${word.slice(0, keyLetters)}`, ""]) yield* filed.get(key) ?? [];
}

function beginningsOf(pattern: Pattern, from = 0): string[] {
  const part = pattern[from];
  if (part === undefined || part.is === "gap" || part.is === "end") return [""];
  const own = part.is === "word" ? [part.key] : part.options.flatMap((option) => beginningsOf(option));
  return part.optional ? [...own, ...beginningsOf(pattern, from + 1)] : own;
}

export type Place = { from: number; to: number };

/** Every place at which a pattern fits, from the left. */
export function* placesOf(words: readonly string[], pattern: Pattern): Generator<Place> {
  for (let from = 0; from < words.length; from += 1) {
    const to = fitAt(words, from, pattern);
    if (to !== undefined && to > from) yield { from, to };
  }
}

/** The first phrase that is in the words, and where its first part is. */
export function findPhrase(
  words: readonly string[],
  phrases: readonly Phrase[],
): (Place & { phrase: Phrase }) | undefined {
  for (const phrase of phrases) {
    const found = placeOf(words, phrase);
    if (found) return { ...found, phrase };
  }
  return undefined;
}

/** Where a phrase is, when all its parts are there and the first is in a place that will do. */
export function placeOf(
  words: readonly string[],
  [first = [], ...others]: Phrase,
  willDo: (place: Place) => boolean = () => true,
): Place | undefined {
  for (const place of placesOf(words, first)) {
    if (willDo(place) && others.every((other) => !placesOf(words, other).next().done)) return place;
  }
  return undefined;
}

/** Whether the words are nothing but such phrases: "ya, gracias" is thanks, "gracias, dónde denuncio" is not. */
export function isOnly(words: readonly string[], phrases: readonly Phrase[], at = 0): boolean {
  if (at >= words.length) return words.length > 0;
  return phrases.some(([pattern = []]) => {
    const to = fitAt(words, at, pattern);
    return to !== undefined && to > at && isOnly(words, phrases, to);
  });
}
