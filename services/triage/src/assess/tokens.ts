import { keyOf, withoutDisguise } from "./spelling.ts";

/** How strongly a word is cut off from the one before it. */
export const cut = { none: 0, comma: 1, sentence: 2 } as const;
export type Cut = (typeof cut)[keyof typeof cut];

export type Token = {
  /** The word as the rules compare it: by its sound. An emoji is a token of its own. */
  key: string;
  /** UTF-16 offsets into the text as she wrote it, `end` exclusive. */
  start: number;
  end: number;
  cutBefore: Cut;
};

/** Spelling of the word as written (lower case, no accents) → the words it stands for, e.g. "xq" → ["porque"]. */
export type Abbreviations = ReadonlyMap<string, readonly string[]>;

const letter = /^[\p{L}\p{N}]$/u;
const pictograph = /^\p{Extended_Pictographic}$/u;
const invisible = /^[\p{Cf}\p{M}]$/u;
/** Letters by look inside a word: "m@tar", "violar$e". */
const lookalike: Record<string, string> = { "@": "a", $: "s" };

type Raw = { word: string; start: number; end: number; cutBefore: Cut };

/**
 * Her text as words, each with its place in the original. Accents, case, zero-width and direction marks,
 * compatibility forms, elongations, digits for letters and common abbreviations disappear; nothing throws.
 */
export function readTokens(text: string, abbreviations: Abbreviations): Token[] {
  return rawWords(text)
    .flatMap(splitNumber)
    .flatMap(({ word, ...place }): Token[] => {
      const known = abbreviations.get(word);
      if (!known) return [{ key: keyOf(withoutDisguise(word)), ...place }];
      return known.map((expanded, index) => ({
        key: keyOf(expanded),
        ...place,
        cutBefore: index === 0 ? place.cutBefore : cut.none,
      }));
    });
}

/** Lower case, no accents, no marks; what `keyOf` expects. One character may become none or several. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "");
}

function rawWords(text: string): Raw[] {
  const words: Raw[] = [];
  let current: Raw | undefined;
  let between = "";

  const begin = (word: string, start: number, end: number) => {
    words.push({ word, start, end, cutBefore: cutOf(between) });
    between = "";
    return words.at(-1);
  };
  for (let at = 0; at < text.length; ) {
    const point = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const next = at + point.length;
    const disguised = current && isLetter(text, next) ? lookalike[point] : undefined;
    if (invisible.test(point)) {
      if (current) current.end = next;
    } else if (disguised !== undefined || letter.test(point)) {
      const folded = disguised ?? (isPlainAscii(point) ? point.toLowerCase() : plain(point));
      if (current) {
        current.word += folded;
        current.end = next;
      } else current = begin(folded, at, next);
    } else {
      current = undefined;
      if (pictograph.test(point)) begin(point, at, next);
      else if (marks.includes(point)) between += point;
    }
    at = next;
  }
  return words;
}

const marks = ".!?¿¡,;:\n\r()…";

/** "me quiere... matar": dots are a pause in a chat; one dot is the end of a sentence. */
function cutOf(between: string): Cut {
  if (between === "") return cut.none;
  if (/[!?¿¡]/.test(between)) return cut.sentence;
  return between.split(".").length === 2 ? cut.sentence : cut.comma;
}

function isPlainAscii(point: string): boolean {
  return point.length === 1 && point.charCodeAt(0) < 128;
}

function isLetter(text: string, at: number): boolean {
  return at < text.length && letter.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

const numberFirst = /^(\d+)(\D.*)$/;
const numberLast = /^(\D*\D\D)(\d{2,})$/;

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
