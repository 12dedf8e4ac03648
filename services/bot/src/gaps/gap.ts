import type { SearchIndex } from "../search/search.ts";
import { fullWords } from "../search/tokens.ts";

/** A question that the robot could not answer, with nothing that says whose it was. */
export type Gap = {
  reason: "not-understood" | "doubt" | "outside";
  words: string;
  at: Date;
};

export type Gaps = { collect(gap: Gap): Promise<void> };

/** So many words tell the editors what was asked; a whole story could be recognised. */
const mostWords = 12;

/**
 * What of her question the editors may see: only words that the public articles themselves contain. Names, places,
 * numbers and everything personal are none of them and become "…". Source: docs/adr/0014-gap-list-without-identity.md.
 */
export function wordsOfGap({ vocabulary, spellings }: SearchIndex, text: string): string {
  const kept: string[] = [];
  for (const word of fullWords(vocabulary, text)) {
    const isPublic = !/\d/.test(word) && (spellings.has(word) || vocabulary.unimportant.has(word));
    const shown = isPublic ? word : "…";
    if (shown !== "…" || kept.at(-1) !== "…") kept.push(shown);
  }
  return kept.slice(0, mostWords).join(" ");
}
