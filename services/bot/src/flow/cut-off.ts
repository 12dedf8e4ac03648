import { plainWords } from "../language/words.ts";
import type { SearchIndex } from "../search/search.ts";

/**
 * Whether a message seems to stop in the middle of a word: the last one is no word we know, but the beginning of one,
 * and no mark or line ends it.
 */
export function isCutOff({ vocabulary, spellings }: SearchIndex, text: string): boolean {
  if (!/\p{L}$/u.test(text.trimEnd())) return false;
  const words = plainWords(text);
  const last = words.at(-1) ?? "";
  if (words.length < 4 || last.length < 3 || last.length > 6) return false;
  if (spellings.has(last) || vocabulary.abbreviations.has(last) || vocabulary.unimportant.has(last))
    return false;
  for (const spelling of spellings)
    if (spelling.length > last.length + 0 && spelling.startsWith(last)) return true;
  return false;
}
