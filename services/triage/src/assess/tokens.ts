import { type Cut, cut, type Raw, rawWords } from "./raw-words.ts";
import type { Repair } from "./repair.ts";
import { keyOf, withoutDisguise } from "./spelling.ts";

export { type Cut, cut } from "./raw-words.ts";

export type Token = {
  /** The word as the rules compare it: by its sound. An emoji is a token of its own. */
  key: string;
  /** UTF-16 offsets into the text as she wrote it, `end` exclusive. */
  start: number;
  end: number;
  cutBefore: Cut;
  /** The last word breaks off: what it may have become. */
  begun?: readonly string[];
};

/** What reading needs to know of the language; part of a rule set. */
export type Language = {
  /** Spelling of the word as written (lower case, no accents) → the words it stands for, e.g. "xq" → ["porque"]. */
  abbreviations: ReadonlyMap<string, readonly string[]>;
  /** Whether the language, or some rule, has a word of this sound. */
  isKnownWord(key: string): boolean;
  /** The same without words of which only the beginning is mentioned: "pis" is none, though a rule says "pis*". */
  isWholeWord(key: string): boolean;
  repair: Repair;
};

/** Words that nobody knows and that are looked into, per message; what is beyond is taken as written. */
const mostRepairs = 60;
/** Known spellings are kept, so that the usual words are folded once and not in every message. */
const mostRemembered = 100_000;

export type Reader = (text: string) => Token[];

/**
 * Turns her text into words as the rules compare them, each with its place in the original: abbreviations, other
 * spellings, typing errors, hidden letters, words run together, dictated punctuation. Total and linear.
 */
export function createReader({ abbreviations, isKnownWord, isWholeWord, repair }: Language): Reader {
  const remembered = new Map<string, readonly string[]>();
  const begunByWord = new Map<string, readonly string[] | null>();
  const soundOf = (word: string) => keyOf(withoutDisguise(word));
  const abbreviated = (word: string) =>
    abbreviations.get(word) ?? abbreviations.get(word.replace(/(.)\1{2,}/g, "$1"));
  const isUsual = (word: string) =>
    abbreviated(word) !== undefined || isKnownWord(soundOf(word)) || !/[a-z]/.test(word);
  const meaningOf = (word: string): readonly string[] => {
    const expanded = abbreviated(word);
    if (expanded) return expanded.map(soundOf);
    return isUsual(word) ? [soundOf(word)] : (repair.meant(withoutDisguise(word)) ?? [soundOf(word)]);
  };

  return (text) => {
    let raws = rawWords(text);
    if (text.includes("!")) raws = raws.flatMap(splitSigns(soundOf, isKnownWord));
    if (/\p{N}/u.test(text)) raws = raws.flatMap(splitNumber);
    raws = withoutDictation(raws);
    const tokens: Token[] = [];
    let repairs = 0;
    for (const { word, start, end, cutBefore } of raws) {
      let keys = remembered.get(word);
      if (keys === undefined) {
        const isUnknown = !isUsual(word);
        if (isUnknown) repairs += 1;
        keys = isUnknown && repairs > mostRepairs ? [soundOf(word)] : meaningOf(word);
        if (repairs <= mostRepairs) {
          if (remembered.size >= mostRemembered) remembered.clear();
          remembered.set(word, keys);
        }
      }
      for (let at = 0; at < keys.length; at += 1)
        tokens.push({ key: keys[at] ?? "", start, end, cutBefore: at === 0 ? cutBefore : cut.none });
    }
    return markCutOff(text, raws, tokens);
  };

  function markCutOff(whole: string, words: readonly Raw[], read: Token[]): Token[] {
    const last = read.at(-1);
    const word = words.at(-1)?.word ?? "";
    if (!last || last.end - last.start !== word.length || whole.slice(last.end).trim() !== "") return read;
    const begun = begunBy(word);
    return begun ? [...read.slice(0, -1), { ...last, begun }] : read;
  }

  /** What a word that may be broken off may have become. */
  function begunBy(word: string): readonly string[] | undefined {
    const known = begunByWord.get(word);
    if (known !== undefined) return known ?? undefined;
    const isBroken =
      /^[a-z]{1,9}$/.test(word) && abbreviated(word) === undefined && !isWholeWord(keyOf(word));
    const begun = isBroken ? repair.begun(word) : null;
    if (begunByWord.size >= mostRemembered) begunByWord.clear();
    begunByWord.set(word, begun);
    return begun ?? undefined;
  }
}

/** "v!olar" is one word, "hola!como" two: the sign stays a letter only where that makes a word. */
function splitSigns(soundOf: (word: string) => string, isKnownWord: (key: string) => boolean) {
  return (raw: Raw): Raw[] => {
    if (!raw.word.includes("!")) return [raw];
    const word = raw.word.replace(/!/g, "i");
    if (isKnownWord(soundOf(word))) return [{ ...raw, word }];
    if (raw.word.length !== raw.end - raw.start) return [{ ...raw, word }];
    let start = raw.start;
    return raw.word.split("!").flatMap((part, index): Raw[] => {
      const here = {
        word: part,
        start,
        end: start + part.length,
        cutBefore: index === 0 ? raw.cutBefore : cut.sentence,
      };
      start += part.length + 1;
      return part === "" ? [] : [here];
    });
  };
}

const numberFirst = /^(\d+)([^\d*]{2,}.*)$/;
const numberLast = /^([^\d*]+[^\d*]{2})(\d{2,})$/;

/** "mascarilla19" → "mascarilla", "19"; "15años" → "15", "anos". Offsets follow. */
function splitNumber(raw: Raw): Raw[] {
  const parts = numberFirst.exec(raw.word) ?? numberLast.exec(raw.word);
  const [, first, second] = parts ?? [];
  if (first === undefined || second === undefined || raw.word.length !== raw.end - raw.start) return [raw];
  const middle = raw.start + first.length;
  return [
    { word: first, start: raw.start, end: middle, cutBefore: raw.cutBefore },
    { word: second, start: middle, end: raw.end, cutBefore: cut.none },
  ];
}

const spoken: Readonly<Record<string, Cut>> = { coma: cut.comma, punto: cut.sentence };
/** Before these, "coma" and "punto" are words: "está en coma", "a punto de", "que coma". */
const notSpokenAfter = new Set([
  "en",
  "a",
  "que",
  "de",
  "el",
  "un",
  "al",
  "este",
  "tal",
  "hasta",
  "no",
  "muy",
]);

/** A dictated text says its punctuation. Two such words make it one, or one at the very end. */
function withoutDictation(raws: Raw[]): Raw[] {
  const isSign = ({ word }: Raw, at: number) =>
    (word === "coma" || word === "punto") && !notSpokenAfter.has(raws[at - 1]?.word ?? "en");
  const signs = raws.filter(isSign).length;
  const endsSo =
    raws.length > 3 && isSign(raws.at(-1) ?? { word: "", start: 0, end: 0, cutBefore: 0 }, raws.length - 1);
  if (signs === 0 || (signs < 2 && !endsSo && !raws.some(isMark))) return raws;
  const kept: Raw[] = [];
  let pending: Cut = cut.none;
  for (let at = 0; at < raws.length; at += 1) {
    const raw = raws[at];
    if (!raw) continue;
    if (isSign(raw, at)) pending = spoken[raw.word] ?? pending;
    else if (isMark(raw, at)) {
      pending = cut.sentence;
      at += 2;
    } else {
      kept.push(pending > raw.cutBefore ? { ...raw, cutBefore: pending } : raw);
      pending = cut.none;
    }
  }
  return kept;

  /** "signo de interrogación", "signo de exclamación". */
  function isMark({ word }: Raw, at: number): boolean {
    return (
      word === "signo" &&
      raws[at + 1]?.word === "de" &&
      /^(interrog|exclam|admir)/.test(raws[at + 2]?.word ?? "")
    );
  }
}
