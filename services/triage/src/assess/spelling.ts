/**
 * How a word sounds, so that "kiero", "quiero" and "qiero", "biolensia" and "violencia", "ayudaaa" and "ayuda",
 * "estoi" and "estoy" are one word. Text and rules go through the same function, so a rule is written in
 * ordinary Spanish.
 *
 * Deliberately kept apart: "perro" and "pero" (rr). "mató" and "mato" are lost either way, because hardly
 * anybody writes accents in a chat. Source: domain.md §5.
 *
 * @param word lower case, letters and digits only, without accents (see `plain`).
 */
export function keyOf(word: string): string {
  return sounds(
    word
      .replace(/(\p{L})\1{2,}/gu, "$1") // ayudaaa
      .replace(/ll/g, "y")
      .replace(/rr/g, "R")
      .replace(/(\p{L})\1/gu, "$1")
      .replace(/R/g, "rr"),
  );
}

/** The sounds of several words written as one: where two words meet, a letter may stand twice. */
export function keyOfJoined(word: string): string {
  return sounds(word.replace(/(\p{L})\1{2,}/gu, "$1").replace(/ll/g, "y"));
}

function sounds(word: string): string {
  return word
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
    .replace(/y$/, "i")
    .replace(/C/g, "ch");
}

/** Lower case, no accents, no marks; what `keyOf` expects. One character may become none or several. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "");
}

const leet: Record<string, string> = { "4": "a", "3": "e", "1": "i", "0": "o", "5": "s", "7": "t", "8": "b" };

/** "m4tar" → "matar". Digits stay digits in "1455" or "24". */
export function withoutDisguise(word: string): string {
  const digits = word.replace(/[^0-9]/g, "").length;
  if (digits === 0 || digits > 3 || word.length - digits < 2) return word;
  return word.replace(/[0-9]/g, (digit) => leet[digit] ?? digit);
}

/**
 * Ways in which a word that nobody knows may have been meant: "cuxillo", "cushillo" → "cuchillo",
 * "wea" → "guea", "encerrao" → "encerrado". Spelled without accents, before `keyOf`.
 */
export function otherSpellings(word: string): string[] {
  const found: string[] = [];
  const offer = (other: string) => {
    if (other !== word && !found.includes(other)) found.push(other);
  };
  if (word.includes("x")) for (const sound of ["ch", "s", "cs", "j"]) offer(word.replace(/x/g, sound));
  if (word.includes("sh")) offer(word.replace(/sh/g, "ch"));
  if (word.includes("w")) for (const sound of ["gu", "hu", "u"]) offer(word.replace(/w/g, sound));
  if (word.includes("tsh")) offer(word.replace(/tsh/g, "ch"));
  offer(word.replace(/ao(s?)$/, "ado$1"));
  offer(word.replace(/io(s?)$/, "ido$1"));
  offer(word.replace(/^(?=[aeiou])/, "h").replace(/^h(hu|ue)/, "$1"));
  offer(word.replace(/^wue|^hue|^gue/, "bue"));
  offer(word.replace(/j/g, "s"));
  offer(word.replace(/l(?=[bcdfgkmnpqstvz]|$)/g, "r"));
  offer(word.replace(/r(?=[bcdfgkmnpqstvz]|$)/g, "l"));
  return found;
}
