/**
 * Words as they sound, without accents, case or marks: "denunsiar", "DENUNCIAR" and "denúnciar" are one. Coarser
 * than what triage does, on purpose: here a wrong guess costs a "did you mean".
 */
export function fold(text: string): string[] {
  return foldPattern(text.replaceAll("*", " "));
}

function foldPattern(text: string): string[] {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((word) => word !== "")
    .map(soundOf);
}

function soundOf(word: string): string {
  return word
    .replace(/(.)\1+/gu, "$1")
    .replace(/qu|q|c(?![eih])/g, "k")
    .replace(/c(?=[ei])|z/g, "s")
    .replace(/v/g, "b")
    .replace(/(?<!c)h/g, "");
}

/** A list of phrases to look for; a word ending in `*` stands for every word that begins so. */
export type Phrases = readonly (readonly string[])[];

/** "(esta, estan) (aqui, afuera)" → the four phrases that it stands for. */
export function phrasesOf(lines: readonly string[]): Phrases {
  return lines.flatMap((line) =>
    groupsOf(line).reduce<string[][]>(
      (phrases, options) =>
        phrases.flatMap((phrase) => options.map((option) => [...phrase, ...foldPattern(option)])),
      [[]],
    ),
  );
}

function groupsOf(line: string): string[][] {
  const groups: string[][] = [];
  for (const [, options, plain] of line.matchAll(/\(([^)]*)\)|([^()]+)/g)) {
    const text = options ?? plain ?? "";
    if (text.trim() !== "") groups.push(options === undefined ? [text] : text.split(","));
  }
  return groups;
}

/** The first phrase of the list that the words contain, in a row. */
export function findPhrase(words: readonly string[], phrases: Phrases): readonly string[] | undefined {
  return phrases.find((phrase) =>
    words.some((_, at) => phrase.every((part, offset) => fits(words[at + offset], part))),
  );
}

/** Whether the words are nothing but phrases of the list: "ya, gracias" is thanks, "gracias, dónde denuncio" is not. */
export function isOnly(words: readonly string[], phrases: Phrases): boolean {
  if (words.length === 0) return false;
  const whole = phrases.find((phrase) => phrase.every((part, offset) => fits(words[offset], part)));
  if (!whole) return false;
  return whole.length === words.length || isOnly(words.slice(whole.length), phrases);
}

function fits(word: string | undefined, part: string): boolean {
  if (word === undefined) return false;
  return part.endsWith("*") ? word.startsWith(part.slice(0, -1)) : word === part;
}
