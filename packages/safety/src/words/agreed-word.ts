import { wordsOf } from "../reading/words.ts";
import { startsAt } from "./exit-word.ts";

/** Whether her message has the agreed word in it, by its sound; small misspellings count as it. */
export function saysAgreedWord(text: string, agreedWord: string | undefined): boolean {
  const phrase = wordsOf(agreedWord ?? "").map(({ key }) => key);
  const words = wordsOf(text);
  return phrase.length > 0 && words.some((_, at) => startsAt(words, at, phrase));
}
