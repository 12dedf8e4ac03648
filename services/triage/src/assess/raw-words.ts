import { plain } from "./spelling.ts";

/** How strongly a word is cut off from the one before it. */
export const cut = { none: 0, comma: 1, sentence: 2 } as const;
export type Cut = (typeof cut)[keyof typeof cut];

/** A word as written, folded to lower case without accents, with its place (UTF-16 offsets, `end` exclusive). */
export type Raw = { word: string; start: number; end: number; cutBefore: Cut };

const kind = { other: 0, letter: 1, invisible: 2, mark: 3, pictograph: 4 } as const;

const letter = /^[\p{L}\p{N}]$/u;
const pictograph = /^\p{Extended_Pictographic}$/u;
const invisible = /^[\p{Cf}\p{M}]$/u;
const marks = ".!?¿¡,;:\n\r()…—–|/";

/** What a character is, looked up once for all the usual ones. */
const usual = Uint8Array.from({ length: 0x250 }, (_, code) => kindOfPoint(String.fromCharCode(code)));
const folded = Array.from({ length: 0x250 }, (_, code) => plain(String.fromCharCode(code)));

function kindOfPoint(point: string): number {
  if (invisible.test(point)) return kind.invisible;
  if (letter.test(point)) return kind.letter;
  if (marks.includes(point)) return kind.mark;
  return pictograph.test(point) ? kind.pictograph : kind.other;
}

const kindAt = (text: string, at: number, point: string) => {
  const code = text.charCodeAt(at);
  return code < 0x250 ? (usual[code] ?? kind.other) : kindOfPoint(point);
};

/** Letters by look inside a word: "m@tar", "violar$e", "v!olar"; `*` stands for a letter that she hid. */
const lookalike: Readonly<Record<string, string>> = {
  "@": "a",
  $: "s",
  "€": "e",
  "*": "*",
  "#": "*",
  "!": "!",
};

/** What comes after so many letters without a space is not read: no word is so long, and one sign may hide many. */
const longestWord = 64;

/** Longest piece of HTML that is skipped as such; a lone "<" is a sign like any other. */
const longestTag = 80;

/**
 * The words of a text. Accents, case, zero-width and direction marks, compatibility forms and HTML tags
 * disappear; an emoji is a word of its own; "a y u d a" and "a.y.u.d.a" are one. Nothing throws.
 */
export function rawWords(text: string): Raw[] {
  return joinLetters(scan(text));
}

function scan(text: string): Raw[] {
  const words: Raw[] = [];
  let current: Raw | undefined;
  let between = "";

  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const point =
      code < 0xd800 || code > 0xdfff ? (text[at] ?? "") : String.fromCodePoint(text.codePointAt(at) ?? 0);
    const next = at + point.length;
    const is = kindAt(text, at, point);
    if (is === kind.letter) {
      const fold = code < 0x250 ? (folded[code] ?? "") : plain(point);
      if (current) {
        if (current.word.length < longestWord) current.word += fold;
        current.end = next;
      } else {
        current = { word: fold, start: at, end: next, cutBefore: cutOf(between) };
        words.push(current);
        between = "";
      }
    } else if (is === kind.invisible) {
      if (current) current.end = next;
    } else {
      const disguised = current ? lookalike[point] : undefined;
      if (current && disguised !== undefined && goesOn(text, next)) {
        current.word += disguised;
        current.end = next;
      } else {
        const end = point === "<" ? endOfTag(text, next) : 0;
        if (end > 0) {
          at = end;
          continue;
        }
        current = undefined;
        if (is === kind.pictograph) {
          words.push({ word: point, start: at, end: next, cutBefore: cutOf(between) });
          between = "";
        } else if (is === kind.mark) between += point;
        else if (point === "-" && /\s/.test(text[next] ?? " ")) between += ",";
      }
    }
    at = next;
  }
  return words;
}

function goesOn(text: string, at: number): boolean {
  const next = text[at];
  return next !== undefined && (next === "*" || next === "#" || kindAt(text, at, next) === kind.letter);
}

/** Where the tag that begins here ends, exclusive; 0 when it is none. */
function endOfTag(text: string, at: number): number {
  if (!/[a-z/!]/i.test(text[at] ?? "")) return 0;
  const end = text.slice(at, at + longestTag).indexOf(">");
  return end < 0 ? 0 : at + end + 1;
}

/** "me quiere... matar": dots are a pause in a chat; one dot is the end of a sentence. */
function cutOf(between: string): Cut {
  if (between === "") return cut.none;
  if (/[!?¿¡]/.test(between)) return cut.sentence;
  return between.split(".").length === 2 ? cut.sentence : cut.comma;
}

/** From this many single letters in a row on, they spell a word; between points ("s.o.s") one less. */
const spelledOut = 4;

function joinLetters(words: Raw[]): Raw[] {
  const result: Raw[] = [];
  for (let from = 0; from < words.length; ) {
    let to = from;
    while (to < words.length && isLetter(words[to])) to += 1;
    const first = words[from];
    const last = words[to - 1];
    const enough = isBetweenPoints(words, from, to) ? spelledOut - 1 : spelledOut;
    if (to - from >= enough && first && last) {
      const word = words
        .slice(from, to)
        .map((each) => each.word)
        .join("");
      result.push({ word, start: first.start, end: last.end, cutBefore: first.cutBefore });
      from = to;
    } else {
      if (first) result.push(first);
      from += 1;
    }
  }
  return result;
}

/** Each letter follows the one before it after one mark, as a point: "s.o.s", not "s o s". */
function isBetweenPoints(words: readonly Raw[], from: number, to: number): boolean {
  return words
    .slice(from + 1, to)
    .every(
      ({ start, cutBefore }, at) => cutBefore === cut.sentence && start - (words[from + at]?.end ?? 0) === 1,
    );
}

function isLetter(raw: Raw | undefined): boolean {
  return raw !== undefined && raw.word.length === 1 && /[a-z]/.test(raw.word);
}
