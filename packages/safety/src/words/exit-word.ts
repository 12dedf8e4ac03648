import { keyOf, plain } from "../reading/sound.ts";
import { type Word, wordsOf } from "../reading/words.ts";

/** Words that end everything, as configured; `chao` unless somebody chose others. */
export const defaultExitWords: readonly string[] = ["chao", "chau"];

/** Beside the exit word a goodbye has only such words. */
const courtesy = keysOf(
  "ya bueno ok oka oki vale listo gracias muchas mil hasta luego pronto mañana despues nos vemos hablamos cuidate cuidense " +
    "besos beso abrazo abrazos saludos adios pescao pues po que estes estas bien te me voy tengo que irme ir debo dejo la las los a ti igualmente " +
    "buenas noches tardes dias linda querida amiga por todo nomas entonces un de el y muy amable eso era todo",
);
/** Who speaks about the word does not say it. */
const aboutIt = keysOf(
  "si cuando digo decir diga dices dije dijo diria escribo escribir escriba pongo poner palabra significa sirve pasa como dicen ocupo usar uso",
);

/**
 * Whether she says goodbye with an exit word: alone, with nothing but courtesies, or as the last word of what she
 * writes ("llegó, chao"). Asking about it ("¿qué pasa si digo chao?") or telling of somebody else's is no goodbye.
 * Source: domain.md §3.6.
 */
export function saysExitWord(text: string, exitWords: readonly string[] = defaultExitWords): boolean {
  const exits = exitWords
    .map((word) => wordsOf(word).map(({ key }) => key))
    .filter((keys) => keys.length > 0);
  const words = wordsOf(text).filter(({ key }) => /[\p{L}\p{N}]/u.test(key));
  return exits.some((exit) =>
    words.some((_, at) => startsAt(words, at, exit) && isGoodbye(text, words, at, at + exit.length)),
  );
}

function isGoodbye(text: string, words: readonly Word[], from: number, to: number): boolean {
  const others = [...words.slice(0, from), ...words.slice(to)];
  if (asked(text, words, from)) return false;
  if (others.every(({ key }) => courtesy.has(key))) return true;
  const sentence = words[from]?.sentence;
  const before = words.slice(0, from).filter((word) => word.sentence === sentence);
  const last = words.slice(to).every(({ key }) => courtesy.has(key));
  return last && !before.slice(-4).some(({ key }) => aboutIt.has(key));
}

/** A question mark after the word, before its sentence ends. */
function asked(text: string, words: readonly Word[], at: number): boolean {
  const sentence = words[at]?.sentence;
  const last = words.findLast((word) => word.sentence === sentence);
  return /^[^.!\n]*\?/.test(text.slice(last?.end ?? 0, (last?.end ?? 0) + 8));
}

/** Whether the words of a phrase stand at a place, one after the other. */
export function startsAt(words: readonly Word[], at: number, phrase: readonly string[]): boolean {
  return phrase.every((key, offset) => words[at + offset]?.key === key);
}

export function keysOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" ").map((word) => keyOf(plain(word))));
}
