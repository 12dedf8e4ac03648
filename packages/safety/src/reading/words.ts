import { keyOf, lettersForDigits, plain } from "./sound.ts";

/** A word of a text: how it sounds and where it stands. An emoji is a word of its own. */
export type Word = {
  key: string;
  /** As it was written, in lower case, accents kept: "él" and "el" are two words. */
  written: string;
  /** UTF-16 offsets into the text, `end` exclusive. */
  start: number;
  end: number;
  /** Number of the sentence; no phrase runs from one into the next. */
  sentence: number;
  /** A comma, a parenthesis or a dash stands before it. */
  paused?: true;
  /** Letters hidden behind signs ("den*ncia"): what may stand for any letter is "?". */
  censored?: string;
};

const letter = /[\p{L}\p{N}\p{M}]/u;
const invisible = /[\p{Cf}\p{M}]/u;
const pictograph = /\p{Extended_Pictographic}/u;
const endings = new Set([".", "!", "?", "¿", "¡", "\n", "…", ";"]);
const pauses = new Set([",", "(", ")", "—", "–", ":"]);
/** Between two letters they hide others. Dots and hyphens separate: `hidden.ts` puts single letters together. */
const veils = new Set(["*", "_", "#", "@", "$", "€", "+", "•", "·"]);
const letterVeils: Record<string, string> = { "@": "a", $: "s", "€": "e" };
const longestVeil = 8;

/** The words of a text, with their places. Nothing throws; the time is proportional to the text. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  let paused = false;
  let at = 0;
  while (at < text.length) {
    const point = pointAt(text, at);
    if (letter.test(point) && !invisible.test(point)) {
      const word = codeAt(text, at, sentence) ?? readWord(text, at, sentence);
      words.push(...numbersApart(paused ? { ...word, paused } : word));
      paused = false;
      at = word.end;
      continue;
    }
    if (pictograph.test(point)) {
      words.push({ key: point, written: point, start: at, end: at + point.length, sentence });
    } else if (endings.has(point) && !betweenDigits(text, at)) {
      sentence += 1;
    } else if (pauses.has(point)) paused = true;
    at += point.length;
  }
  return words;
}

/** "CL-4141-77", "1455-B": the number of an order is one word and no number to call. */
function codeAt(text: string, at: number, sentence: number): Word | undefined {
  const [code] = codes.exec(text.slice(at, at + longestCode)) ?? [];
  if (code === undefined || !/\d/.test(code) || (!/[a-z]/i.test(code) && code.split("-").length < 3))
    return undefined;
  return { key: code.toLowerCase(), written: code.toLowerCase(), start: at, end: at + code.length, sentence };
}

const codes = /^[a-z0-9]{1,10}(?:-[a-z0-9]{1,10}){1,4}(?![\p{L}\d])/iu;
const longestCode = 60;

function readWord(text: string, start: number, sentence: number): Word {
  let end = start;
  let veiled = "";
  let hidden = false;
  while (end < text.length) {
    const point = pointAt(text, end);
    if (letter.test(point) || invisible.test(point)) veiled += point;
    else {
      const run = veilAt(text, end);
      if (run === 0) break;
      const signs = text.slice(end, end + run);
      veiled += run === 1 && letterVeils[signs] ? letterVeils[signs] : "?".repeat(run);
      hidden ||= !(run === 1 && letterVeils[signs]);
      end += run;
      continue;
    }
    end += point.length;
  }
  const written = veiled.toLowerCase().normalize("NFC");
  const open = plain(veiled);
  const key = keyOf(lettersForDigits(open.replaceAll("?", "")));
  return { key, written, start, end, sentence, ...(hidden && { censored: lettersForDigits(open) }) };
}

/** How many signs between two letters hide some of the word's own: "den**cia". */
function veilAt(text: string, at: number): number {
  let run = 0;
  while (run < longestVeil && veils.has(text[at + run] ?? "")) run += 1;
  return run > 0 && isLetter(text[at - 1]) && isLetter(text[at + run]) ? run : 0;
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{M}\d]/u.test(char);
}

function betweenDigits(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? "") && /\d/.test(text[at + 1] ?? "");
}

/** "llama133" → "llama", "133". */
function numbersApart(word: Word): Word[] {
  const parts = /^(\p{L}{3,})(\d{3,})$/u.exec(word.written) ?? /^(\d{3,})(\p{L}{3,})$/u.exec(word.written);
  const [, first, second] = parts ?? [];
  if (!first || !second || word.written.length !== word.end - word.start) return [word];
  const middle = word.start + first.length;
  const part = (written: string, start: number, end: number): Word => ({
    key: keyOf(plain(written)),
    written,
    start,
    end,
    sentence: word.sentence,
  });
  return [part(first, word.start, middle), part(second, middle, word.end)];
}

function pointAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}
