import { type SearchIndex, search } from "../search/search.ts";
import { tokensOf } from "../search/tokens.ts";

/** A second question begins after a mark, or where "y" is followed by a word that asks. */
const boundary =
  /[?!.;\n]+|,?\s+(?:y|e|o|tambien|también|ademas|además)\s+(?=(?:tambien |también |ademas |además |a |de |en |por |pa |para )?(?:donde|dónde|dnd|como|cómo|cuanto|cuánto|cuando|cuándo|que|qué|q|k|quien|quién|cual|cuál|puedo|pueden|si|hay|despues|después)(?=\s))/iu;

/** The questions of a message: "¿dónde denuncio? ¿y quién me da abogado?" are two. */
export function questionsIn(text: string): string[] {
  return text
    .split(boundary)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

/**
 * The topic of another question in the same message, when one is asked clearly enough.
 * @param first the topic that is answered anyway.
 * @param nearest the topics nearest to the whole message; a second question must be among them.
 */
export function alsoAsked(
  index: SearchIndex,
  text: string,
  first: string,
  nearest: readonly string[],
  isAllowed: (articleId: string) => boolean,
  floor: number,
): { topic: string; articleId: string } | undefined {
  const pieces = questionsIn(text).filter((piece) => tokensOf(index.vocabulary, piece).length > 0);
  if (pieces.length < 2) return undefined;
  for (const piece of pieces) {
    const { candidates, confidence } = search(index, piece, isAllowed);
    const [best] = candidates;
    if (best && confidence >= floor && best.topic !== first && nearest.includes(best.topic)) return best;
  }
  return undefined;
}
