/**
 * How a word sounds, so that "kiero", "quiero" and "qiero", "biolensia" and "violencia", "ayudaaa" and "ayuda"
 * are one word. Text and rules go through the same function, so a rule is written in ordinary Spanish.
 *
 * Deliberately kept apart: "perro" and "pero" (rr), "mató" and "mato" are lost either way, because hardly
 * anybody writes accents in a chat. Source: domain.md §5.
 *
 * @param word lower case, letters and digits only, without accents (see `readTokens`).
 */
export function keyOf(word: string): string {
  return word
    .replace(/(\p{L})\1{2,}/gu, "$1") // ayudaaa
    .replace(/ll/g, "y")
    .replace(/rr/g, "R")
    .replace(/(\p{L})\1/gu, "$1")
    .replace(/R/g, "rr")
    .replace(/ph/g, "f")
    .replace(/ch/g, "C")
    .replace(/h/g, "")
    .replace(/g(?=[ei])/g, "j")
    .replace(/gu(?=[ei])/g, "g")
    .replace(/qu(?=[ei])|q/g, "k")
    .replace(/c(?=[ei])|z/g, "s")
    .replace(/c/g, "k")
    .replace(/v/g, "b")
    .replace(/n(?=[bp])/g, "m")
    .replace(/C/g, "ch");
}

const leet: Record<string, string> = { "4": "a", "3": "e", "1": "i", "0": "o", "5": "s", "7": "t" };

/** "m4tar" → "matar". Digits stay digits in "1455" or "24". */
export function withoutDisguise(word: string): string {
  const digits = word.replace(/[^0-9]/g, "").length;
  if (digits === 0 || digits > 2 || word.length - digits < 2) return word;
  return word.replace(/[0-9]/g, (digit) => leet[digit] ?? digit);
}
