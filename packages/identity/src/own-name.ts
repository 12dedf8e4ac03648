/** Of surnames; they are nobody's name by themselves. */
const particles = new Set(["de", "del", "la", "las", "los", "y", "e", "da", "do", "van", "von", "san"]);

const wordsIn = (text: string): string[] =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLocaleLowerCase("es-CL")
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Whether somebody looks for herself: one of her surnames is among the words. A first name alone says nothing, for
 * contacts have code names such as Rosa; it counts only for who has no other.
 */
export function isOwnName(text: string, name: string): boolean {
  const [first, ...others] = wordsIn(name);
  const surnames = others.filter((word) => word.length > 1 && !particles.has(word));
  const telling = new Set(surnames.length > 0 ? surnames : first === undefined ? [] : [first]);
  return wordsIn(text).some((word) => telling.has(word));
}
