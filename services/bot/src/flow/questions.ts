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
 * The questions of a message that are clear each by itself, one a topic, in the order she asked.
 * @param floor how sure the search must be of each.
 */
export function clearQuestions(
  index: SearchIndex,
  text: string,
  mayServe: (articleId: string) => boolean,
  floor: number,
): { topic: string; articleId: string }[] {
  const pieces = questionsIn(text).filter((piece) => tokensOf(index.vocabulary, piece).length > 0);
  if (pieces.length < 2) return [];
  const byTopic = new Map<string, { topic: string; articleId: string }>();
  for (const piece of pieces.slice(-mostQuestions)) {
    const { candidates, confidence } = search(index, piece, mayServe);
    const [best] = candidates;
    if (best && confidence >= floor && !byTopic.has(best.topic)) byTopic.set(best.topic, best);
  }
  return [...byTopic.values()];
}

/** A message with more is a story; its questions come last. */
const mostQuestions = 3;
