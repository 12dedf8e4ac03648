import type { Article } from "../knowledge/article.ts";
import { currentArticles, type Knowledge, servable } from "../knowledge/knowledge.ts";
import type { Finding } from "../search/search.ts";
import { mostNearest, nearestArticles } from "./nearest.ts";
import { placeTopic } from "./serve.ts";
import { understand, type Wish } from "./understand.ts";

/** What the robot would do with a first message, without a conversation around it. */
export type Answer = {
  outcome: "answer" | "menu" | "person";
  articleId?: string;
  topic?: string;
  /**
   * The next nearest, one a topic: what it would offer if she says that this is not it. When a person takes over, what
   * that person is told her question is nearest to; she is offered none of it.
   */
  alternatives?: { articleId: string; topic: string }[];
  /** 0 to 1. */
  confidence: number;
};

/**
 * Treats a message as the conversation does, and tells what came of it.
 * @param topics what is delegated; every topic when absent.
 */
export function answerOnce(
  knowledge: Knowledge,
  text: string,
  now: Date,
  topics: readonly string[] = knowledge.topics.map(({ id }) => id),
): Answer {
  const offered = servable(knowledge, topics, now);
  const current = new Map(currentArticles(knowledge, now).map((article) => [article.id, article]));
  const wish = understand(knowledge, { kind: "text", text }, { offered, current, topics, shown: [] });
  const answer = toAnswer(wish, offered);
  if (answer.outcome !== "person") return answer;
  const { articles } = nearestArticles(knowledge, text, offered);
  return { ...answer, alternatives: articles.map(({ id, topic }) => ({ articleId: id, topic })) };
}

function toAnswer(wish: Wish, offered: readonly Article[]): Answer {
  switch (wish.is) {
    case "risk":
    case "person":
    case "unreadable":
    case "goodbye":
      return { outcome: "person", confidence: 1 };
    case "outside":
      return { outcome: "person", topic: wish.topic, confidence: rounded(wish.finding?.confidence ?? 1) };
    case "answer":
      return answered(wish.articles, offered, wish.finding);
    case "article":
    case "topic":
      return answered(
        offered.filter(({ id, topic }) => (wish.is === "article" ? id : topic) === wish.id).slice(0, 1),
        offered,
      );
    case "place":
      return answered(offered.filter(({ topic }) => topic === placeTopic).slice(0, 1), offered);
    case "doubt": {
      const alternatives = wish.between.map(({ id, topic }) => ({ articleId: id, topic }));
      return { outcome: "menu", alternatives, confidence: rounded(wish.finding.confidence) };
    }
    case "nothing-understood":
      return { outcome: "menu", alternatives: [], confidence: rounded(wish.finding?.confidence ?? 0) };
    default:
      return { outcome: "menu", alternatives: [], confidence: 1 };
  }
}

function answered(articles: readonly Article[], offered: readonly Article[], finding?: Finding): Answer {
  const [first, ...others] = articles;
  if (!first) return { outcome: "menu", alternatives: [], confidence: 0 };
  const alternatives = new Map(others.map(({ id, topic }) => [topic, { articleId: id, topic }]));
  for (const { articleId, topic } of finding?.candidates ?? []) {
    if (alternatives.size + 1 >= mostNearest) break;
    const isOffered = offered.some(({ id }) => id === articleId);
    if (isOffered && topic !== first.topic && !alternatives.has(topic))
      alternatives.set(topic, { articleId, topic });
  }
  return {
    outcome: "answer",
    articleId: first.id,
    topic: first.topic,
    alternatives: [...alternatives.values()],
    confidence: rounded(finding?.confidence ?? 1),
  };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
