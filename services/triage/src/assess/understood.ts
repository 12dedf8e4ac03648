import type { Rules } from "./compile-rules.ts";
import type { Token } from "./tokens.ts";

/**
 * From this many words on, a text of which a quarter or less is common Spanish, or known to the rules, is in
 * another language. Not "none at all", because other languages have a "me" and a "no" too.
 */
const enoughWords = 4;
const knownShare = 0.25;
const wordLike = /[a-z]/;

/**
 * False when nobody can say that the rules have read it: nothing but emoji or signs, another alphabet, another
 * language. Then a person must look.
 */
export function isUnderstood(text: string, tokens: readonly Token[], { isKnownWord }: Rules): boolean {
  if (text.trim() === "") return false;
  let [words, known] = [0, 0];
  for (const { key } of tokens) {
    if (!wordLike.test(key)) continue;
    words += 1;
    if (isKnownWord(key)) known += 1;
  }
  const hasNumber = () => tokens.some(({ key }) => /^\d+$/.test(key));
  if (words === 0) return hasNumber(); // "2": a choice from a menu
  if (words * 2 < tokens.length && !hasNumber()) return false;
  return words < enoughWords || known / words > knownShare;
}
