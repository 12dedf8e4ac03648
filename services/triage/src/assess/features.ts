import { cut, type Token } from "./tokens.ts";

export type Feature = { name: string; from: number; to: number };

/** Words per message that are weighed. */
export const mostWords = 200;
/** So many first letters tell the family of a word: "golpe", "golpeador", "golpiza" begin alike. */
const stemLength = 5;
/** A word this short is grammar ("me", "la", "con") and stands for itself beside a subject. */
const grammarLength = 4;
/** Letters in a row within a word, its edges included: a misspelt or derived word shares most of its own. */
const pieces = { least: 3, most: 5, ofLetters: 24 } as const;
/** A piece of a word says less than the word. */
const pieceValue = 0.5;
/** How far two words may stand apart to be read together. */
export const together = 3;
/** A message of more subjects than this speaks of everything: that they meet says little. */
export const mostSubjects = 14;

/**
 * The features of a message. Of each word, once however often it comes, all its parts: its sound, beginning and pieces, and
 * its subjects (`@legal`). Then, each once: two and three words in a row, a subject near another or near grammar (`me>@golpear`), and
 * which subjects meet; its shape, and what the rules saw (`#agresor_presente`). By the subjects a word that the corpus
 * does not have weighs what its like weigh.
 */
export function featuresOf(
  tokens: readonly Token[],
  text: string,
  { facts, themesOf }: { facts: Iterable<string>; themesOf: (key: string) => readonly string[] },
): Feature[] {
  const found: Feature[] = [];
  const offered = new Set<string>();
  const offer = (name: string, from: number, to: number) => {
    if (offered.has(name)) return;
    offered.add(name);
    found.push({ name, from, to });
  };
  const words = tokens.slice(0, mostWords).map(({ key, cutBefore }) => {
    const themes = themesOf(key).map((theme) => `@${theme}`);
    return { written: key, key: countedAs(key), cutBefore, themes, grammar: isGrammar(key) };
  });
  const told = new Set<string>();
  const subjects = new Map<string, number>();
  for (const [at, { written, key, themes, grammar }] of words.entries()) {
    if (!told.has(written)) {
      told.add(written);
      for (const name of partsOf(key, themes)) found.push({ name, from: at, to: at + 1 });
    }
    for (const theme of themes) if (!subjects.has(theme)) subjects.set(theme, at);
    for (let next = at + 1; next <= at + together; next += 1) {
      const other = words[next];
      if (!other || other.cutBefore === cut.sentence) break;
      if (next === at + 1) offer(`${key} ${other.key}`, at, at + 2);
      if (next === at + 2) offer(`${key} ${words[at + 1]?.key} ${other.key}`, at, at + 3);
      for (const theme of other.themes) {
        if (grammar) offer(`${key}>${theme}`, at, next + 1);
        for (const own of themes) offer(`${own}>${theme}`, at, next + 1);
      }
      if (other.grammar) for (const own of themes) offer(`${own}>${other.key}`, at, next + 1);
    }
  }
  if (subjects.size <= mostSubjects) {
    for (const [one, at] of subjects)
      for (const other of subjects.keys()) if (one < other) offer(`${one}+${other}`, at, at + 1);
  }
  for (const name of shapeOf(tokens.length, text, facts)) offer(`#${name}`, 0, 0);
  return found;
}

/** Numbers of three digits and more are one word: they are addresses, prices, telephones. */
export function countedAs(key: string): string {
  return /^\d{3,}$/.test(key) ? "0" : key;
}

export function isGrammar(key: string): boolean {
  return key.length <= grammarLength;
}

/** What a word is by itself: its sound, beginning, subjects, and `~<gol`: letters in a row, `<` and `>` being its edges. */
export function partsOf(key: string, themes: readonly string[]): string[] {
  const parts = [key, ...themes];
  if (key.length > stemLength) parts.push(`${key.slice(0, stemLength)}*`);
  const word = `<${key.slice(0, pieces.ofLetters)}>`;
  for (let length = pieces.least; length <= pieces.most; length += 1)
    for (let from = 0; from + length <= word.length; from += 1)
      parts.push(`~${word.slice(from, from + length)}`);
  return parts;
}

/**
 * How much a feature counts for when it is there, in whole steps of `valueStep`: the rarer among the messages to learn
 * from, the more (inverse document frequency).
 */
export function countsFor(feature: string, { heardIn, of }: { heardIn: number; of: number }): number {
  const rarity = Math.log((1 + of) / (1 + heardIn)) + 1;
  return Math.max(1, Math.round((rarity * (feature.startsWith("~") ? pieceValue : 1)) / valueStep));
}
/** Fine enough, and the rarest of a million messages stays within a signed byte. */
export const valueStep = 1 / 8;

/** What is not in a place of the text: what the rules saw, and its shape. As features their names begin with `#`. */
export function shapeOf(words: number, text: string, facts: Iterable<string>): string[] {
  const shape = [...facts];
  if (text.includes("?")) shape.push("pregunta");
  if (text.includes("!")) shape.push("exclama");
  shape.push(lengths.find(({ below }) => words < below)?.name ?? "largo-3");
  return shape;
}

const lengths = [
  { below: 4, name: "largo-0" },
  { below: 9, name: "largo-1" },
  { below: 25, name: "largo-2" },
] as const;
