import { understand, type Wish } from "../flow/understand.ts";
import { currentArticles, type Knowledge } from "../knowledge/knowledge.ts";
import { type Candidate, type Factors, floors, search } from "../search/search.ts";
import { tokensOf } from "../search/tokens.ts";
import { dangerIn, type Sign } from "../signals/signals.ts";

/** Why the robot would do what it does with a message: for whoever edits the content. */
export type Explanation = {
  contentVersion: string;
  /** The words by which it searches, after abbreviations, stems and concepts (`=medidas`). */
  tokens: readonly string[];
  /** What would make it step back before it searches. */
  sign: Sign | undefined;
  candidates: readonly (Candidate & { title: string; articleVersion: string })[];
  confidence: number;
  factors: Factors | undefined;
  floors: typeof floors;
  /** What it makes of the message when every topic is delegated. */
  wish: Wish;
};

/** @param most how many candidates are told. */
export function explain(knowledge: Knowledge, text: string, now: Date, most = 5): Explanation {
  const served = new Map(currentArticles(knowledge, now).map((article) => [article.id, article]));
  const topics = knowledge.topics.map(({ id }) => id);
  const { candidates, confidence, factors } = search(knowledge.index, text, (id) => served.has(id));
  return {
    contentVersion: knowledge.version,
    tokens: tokensOf(knowledge.index.vocabulary, text),
    sign: dangerIn(knowledge.signals, knowledge.learned, text),
    candidates: candidates.slice(0, most).flatMap((candidate) => {
      const article = served.get(candidate.articleId);
      return article ? [{ ...candidate, title: article.title, articleVersion: article.version }] : [];
    }),
    confidence,
    factors,
    floors,
    wish: understand(
      knowledge,
      { kind: "text", text },
      { offered: [...served.values()], current: served, topics, shown: [] },
    ),
  };
}
