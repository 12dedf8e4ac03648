import { z } from "zod";
import { heardWords } from "../signals/pattern.ts";

const Id = z.string().regex(/^[a-z][a-z0-9-]*$/);
const names = z.array(z.string().min(1)).default([]);

/** places.yaml: the regions and communes of Chile. */
export const PlacesFile = z.strictObject({
  regions: z
    .array(
      z.strictObject({
        id: Id,
        name: z.string().min(1),
        also: names,
        communes: z
          .array(
            z.strictObject({
              id: Id,
              name: z.string().min(1),
              also: names,
              word: z.boolean().default(false).describe("It is an everyday word too"),
            }),
          )
          .min(1),
      }),
    )
    .length(16),
});

export type Place =
  | { is: "region"; id: string; name: string; region: string }
  | { is: "commune"; id: string; name: string; region: string };

/** A name of a place, as heard. `strict`: an everyday word, a place only after «en» or alone in the message. */
type Name = { words: readonly string[]; place: Place; strict: boolean };

export type Places = {
  regions: ReadonlyMap<string, Place>;
  communes: ReadonlyMap<string, Place>;
  /** Names by their first word, the longest first. */
  byFirstWord: ReadonlyMap<string, readonly Name[]>;
  /** Names of one long word, for what is misspelled. */
  longWords: readonly Name[];
};

export function readPlaces({ regions }: z.infer<typeof PlacesFile>): Places {
  const all: Name[] = [];
  const add = (place: Place, texts: readonly string[], strict: boolean) =>
    all.push(...texts.map((text) => ({ words: heardWords(text), place, strict })));
  const regionMap = new Map<string, Place>();
  const communeMap = new Map<string, Place>();
  for (const region of regions) {
    const place: Place = { is: "region", id: region.id, name: region.name, region: region.id };
    regionMap.set(region.id, place);
    add(place, [...region.also, `region de ${region.name}`, `region del ${region.name}`], false);
    add(place, [`region ${region.name}`, `region de la ${region.name}`], false);
    for (const { id, name, also, word } of region.communes) {
      const commune: Place = { is: "commune", id, name, region: region.id };
      communeMap.set(id, commune);
      add(commune, [name], word);
      add(commune, also, false);
    }
    // After the communes: "en Antofagasta" is the town, "la región de Antofagasta" the region.
    add(place, [region.name], false);
  }
  const byFirstWord = new Map<string, Name[]>();
  for (const name of all) {
    const first = name.words[0] ?? "";
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), name]);
  }
  for (const found of byFirstWord.values()) found.sort((a, b) => b.words.length - a.words.length);
  const longWords = all.filter(
    ({ words, strict }) => words.length === 1 && !strict && (words[0]?.length ?? 0) >= misspellable,
  );
  return { regions: regionMap, communes: communeMap, byFirstWord, longWords };
}

/** Letters from which a name is recognised with one letter wrong. */
const misspellable = 5;

export type FoundPlace = { place: Place; from: number; to: number };

const before = new Set(heardWords("en por desde comuna ciudad vivo estoy soy aquí region"));

/** The first place that her words name. @param words as `heardWords` gives them. */
export function findPlace(
  { byFirstWord, longWords }: Places,
  words: readonly string[],
): FoundPlace | undefined {
  let misspelled: FoundPlace | undefined;
  for (let from = 0; from < words.length; from += 1) {
    const word = words[from] ?? "";
    for (const name of byFirstWord.get(word) ?? []) {
      if (!name.words.every((part, offset) => words[from + offset] === part)) continue;
      if (name.strict && name.words.length < words.length && !isAfterPreposition(words, from)) continue;
      return { place: name.place, from, to: from + name.words.length };
    }
    if (!misspelled && word.length >= misspellable && isAfterPreposition(words, from)) {
      const close = longWords.find(({ words: [part = ""] }) => oneLetterApart(word, part));
      if (close) misspelled = { place: close.place, from, to: from + 1 };
    }
  }
  return misspelled;
}

/** "en Retiro", "comuna de Retiro", "soy de Retiro"; not "retiro la denuncia" nor "certificado de nacimiento". */
function isAfterPreposition(words: readonly string[], at: number): boolean {
  const previous = words[at - 1] ?? "";
  return before.has(previous === "de" ? (words[at - 2] ?? "") : previous);
}

/** One letter more, less, other or swapped. */
export function oneLetterApart(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let [endOne, endOther] = [one.length, other.length];
  while (endOne > start && endOther > start && one[endOne - 1] === other[endOther - 1]) {
    endOne -= 1;
    endOther -= 1;
  }
  const [a, b] = [one.slice(start, endOne), other.slice(start, endOther)];
  if (a.length <= 1 && b.length <= 1) return true;
  return a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
}
