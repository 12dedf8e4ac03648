import { wordsOf } from "../reading/words.ts";
import { keysOf, startsAt } from "./exit-word.ts";

/** Said in earnest, only spoken about, or not there. */
export type DuressWord = "said" | "spoken-about" | "absent";

const aboutIt = keysOf(
  "palabra clave frase acordamos acordada acordado quedamos significa era codigo contraseña",
);

/**
 * Whether she used the word that looks like a goodbye and asks for help in silence. In doubt it was said: a false
 * alarm costs a look, a missed one may cost her life. Only naming it as a word ("¿la clave era…?") is no alarm.
 */
export function readDuressWord(text: string, duressWord: string | undefined): DuressWord {
  const phrase = wordsOf(duressWord ?? "").map(({ key }) => key);
  if (phrase.length === 0) return "absent";
  const words = wordsOf(text);
  const at = words.findIndex((_, place) => startsAt(words, place, phrase));
  if (at < 0) return "absent";
  const around = words.filter(
    (word, place) => word.sentence === words[at]?.sentence && (place < at || place >= at + phrase.length),
  );
  return around.some(({ key }) => aboutIt.has(key)) ? "spoken-about" : "said";
}
