import type { Article } from "../knowledge/article.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { type Finding, floors, search } from "../search/search.ts";

/** How many articles are looked at together, one a topic. */
export const mostNearest = 3;

/** The articles that may be served and are nearest to her words, one a topic, best first; none when it is a mere guess. */
export function nearestArticles(
  knowledge: Knowledge,
  text: string,
  offered: readonly Article[],
): { articles: readonly Article[]; finding: Finding } {
  const byId = new Map(offered.map((article) => [article.id, article]));
  const finding = search(knowledge.index, text, (id) => byId.has(id));
  const isGuess = finding.confidence < floors.guess;
  const articles = finding.candidates.flatMap(({ articleId }) => byId.get(articleId) ?? []);
  return { articles: isGuess ? [] : articles.slice(0, mostNearest), finding };
}
