import type { RobotArticle, RobotArticles } from "@liss/contracts";
import { type Article, references } from "../knowledge/article.ts";
import { isServable, type Knowledge } from "../knowledge/knowledge.ts";

type Line = RobotArticles["articles"][number];

/** So many days before its end an article should be looked at again; the alert comes as early. */
const soonDays = 14;
const dayMs = 24 * 60 * 60 * 1000;

/** Every article with its state, in the order of the topics. */
export function articleLines(knowledge: Knowledge, now: Date): RobotArticles {
  const files = new Set(knowledge.articles.map(fileOf));
  return {
    contentVersion: knowledge.version,
    articles: knowledge.topics.flatMap(({ id }) =>
      knowledge.articles
        .filter(({ topic }) => topic === id)
        .map((article) => lineOf(knowledge, article, now)),
    ),
    refused: knowledge.refused.filter(({ file }) => !files.has(file)),
  };
}

/** An article as its editor works on it; undefined when there is none of this id. */
export function articleForEditor(knowledge: Knowledge, id: string, now: Date): RobotArticle | undefined {
  const article = knowledge.articles.find((each) => each.id === id);
  if (!article) return undefined;
  const file = fileOf(article);
  const text = knowledge.files.get(file) ?? "";
  return {
    line: lineOf(knowledge, article, now),
    file,
    text,
    rendered: renderedOf(article),
    questions: [...article.questions],
    sources: [...article.sources],
    numbers: references(text).flatMap((number) => {
      const found = knowledge.numbers.get(number);
      if (!found) return [];
      const { hours, name, confidence } = found;
      return [{ id: number, number: found.number, name, hours, confidence, verifiedOn: found.verified_on }];
    }),
  };
}

export const renderedOf = ({ title, short, parts, inflesz }: Article) => ({
  title,
  short,
  parts: [...parts],
  readability: Math.round(inflesz * 10) / 10,
});

/** An article is in the file of its id. */
export const fileOf = ({ id }: Pick<Article, "id">): string => `${id}.md`;

function lineOf(knowledge: Knowledge, article: Article, now: Date): Line {
  const { id, topic, title, short, version, verifiedOn, expires } = article;
  const broken = knowledge.refused.find(({ file }) => file === fileOf(article));
  return {
    id,
    topic,
    topicTitle: knowledge.topics.find((each) => each.id === topic)?.title ?? topic,
    title,
    short,
    version,
    verifiedOn,
    expires,
    state: stateOf(article, now, broken !== undefined),
    ...(broken ? { problem: broken.problem } : {}),
  };
}

function stateOf(article: Article, now: Date, isBroken: boolean): Line["state"] {
  if (!isServable(article, now)) return "expired";
  if (isBroken) return "broken";
  return isServable(article, new Date(now.getTime() + soonDays * dayMs)) ? "served" : "expires-soon";
}
