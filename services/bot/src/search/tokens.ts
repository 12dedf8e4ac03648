import type { Synonyms } from "../knowledge/schemas.ts";
import { plainWords, soundOf, stemOf } from "../language/words.ts";
import {
  type Filed,
  file,
  filedUnder,
  fitAt,
  type Phrase,
  readPattern,
  readPhrase,
} from "../signals/pattern.ts";

/** How a text becomes the words by which it is found. */
export type Vocabulary = {
  abbreviations: ReadonlyMap<string, readonly string[]>;
  unimportant: ReadonlySet<string>;
  concepts: Filed<string>;
  offTopic: readonly Phrase[];
};

/** @throws PatternWrong */
export function readVocabulary({
  abbreviations,
  unimportant,
  lists,
  concepts,
  off_topic,
}: Synonyms): Vocabulary {
  return {
    abbreviations: new Map(
      Object.entries(abbreviations).map(([short, long]) => [plainWords(short).join(""), plainWords(long)]),
    ),
    unimportant: new Set(plainWords(unimportant)),
    concepts: file(
      Object.entries(concepts).flatMap(([value, texts]) =>
        texts.map((text) => ({ value, pattern: readPattern(text, lists) })),
      ),
    ),
    offTopic: off_topic.map((text) => readPhrase(text, lists)),
  };
}

/** Plain words with the abbreviations written out. */
export function fullWords({ abbreviations }: Vocabulary, text: string): string[] {
  return plainWords(text).flatMap((word) => abbreviations.get(word) ?? [word]);
}

/** A token of a concept; no stem looks like it. */
export const conceptToken = (id: string): string => `=${id}`;

/**
 * The tokens of a text: the stems of its words that say something, and the concepts it names. Articles and questions
 * go through the same, so they meet however they are spelled.
 */
export function tokensOf(vocabulary: Vocabulary, text: string): string[] {
  const words = fullWords(vocabulary, text);
  const stems = words.filter((word) => !vocabulary.unimportant.has(word)).map(stemOf);
  return [...stems, ...[...conceptsIn(vocabulary, words.map(soundOf))].map(conceptToken)];
}

function conceptsIn({ concepts }: Vocabulary, sounds: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const [at, sound] of sounds.entries()) {
    for (const { pattern, value } of filedUnder(concepts, sound)) {
      if (!found.has(value) && fitAt(sounds, at, pattern) !== undefined) found.add(value);
    }
  }
  return found;
}
