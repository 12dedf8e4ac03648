/** Lower case, without accents or marks, look-alike letters of other alphabets as the Latin ones they imitate. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[^\0-\x7f]/gu, (letter) => lookalikes.get(letter) ?? letter);
}

const lookalikes = new Map(
  Object.entries({
    а: "a",
    с: "c",
    е: "e",
    о: "o",
    р: "p",
    х: "x",
    у: "y",
    і: "i",
    ѕ: "s",
    ј: "j",
    ԁ: "d",
    м: "m",
    н: "h",
    т: "t",
    к: "k",
    в: "b",
    α: "a",
    ε: "e",
    ι: "i",
    ο: "o",
    ρ: "p",
    υ: "u",
    ν: "v",
    κ: "k",
    τ: "t",
    ı: "i",
    ł: "l",
    ø: "o",
  }),
);

/** From the first that fits on: what is written differently and sounds the same in Chile. */
const sounds: readonly [RegExp, string][] = [
  [/(\p{L})\1{2,}/gu, "$1"], // violenciaaaa
  [/ll/g, "y"],
  [/rr/g, "R"], // "pero" and "perro" are two words
  [/(\p{L})\1/gu, "$1"],
  [/R/g, "rr"],
  [/^ps/, "s"],
  [/sh|ch/g, "C"],
  [/ph/g, "f"],
  [/h/g, ""],
  [/gu(?=[ei])/g, "G"],
  [/g(?=[ei])/g, "j"],
  [/G/g, "g"],
  [/qu(?=[ei])|q/g, "k"],
  [/sc(?=[ei])|xc(?=[ei])|c(?=[ei])|z/g, "s"],
  [/c/g, "k"],
  [/v/g, "b"],
  [/w(?=[aeiou])/g, "gu"],
  [/n(?=[bp])/g, "m"],
  [/C/g, "ch"],
];

/**
 * How a word sounds: "denunsiar", "DENUNCIAAR" and "denúnciar" have one key. Rules and texts go through the same
 * function, so a rule is written in ordinary Spanish.
 * @param word already `plain`.
 */
export function keyOf(word: string): string {
  return sounds.reduce((text, [what, by]) => text.replace(what, by), word);
}

const digitsAsLetters: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
};

/** "v1ol3ncia" → "violencia"; a number stays a number. */
export function lettersForDigits(word: string): string {
  if (!/\d/.test(word) || (word.match(/\p{L}/gu)?.length ?? 0) < 3) return word;
  return word.replace(/\d/g, (digit) => digitsAsLetters[digit] ?? digit);
}
