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
  const words = tokens.filter(({ key }) => wordLike.test(key));
  if (words.length === 0) return tokens.some(({ key }) => /^\d+$/.test(key)); // "2": a choice from a menu
  if (words.length * 2 < tokens.length && !tokens.some(({ key }) => /^\d+$/.test(key))) return false;
  return (
    words.length < enoughWords ||
    words.filter(({ key }) => isKnownWord(key)).length / words.length > knownShare
  );
}
