import MiniSearch, { type SearchResult } from "minisearch";
import type { Article } from "../knowledge/article.ts";
import { plainWords, soundOf } from "../language/words.ts";
import { findPhrase } from "../signals/pattern.ts";
import { fullWords, tokensOf, type Vocabulary } from "./tokens.ts";

/** Everything by which articles are found. Immutable once built. */
export type SearchIndex = {
  vocabulary: Vocabulary;
  mini: MiniSearch;
  /** Every token of every article: a word outside it says that she speaks of something else. */
  known: ReadonlySet<string>;
  /** Every word of every article as it is written, without accents. */
  spellings: ReadonlySet<string>;
};

/** How sure the search must be. Measured with `bot:report`; see the README. */
export const floors = {
  /** Below this it does not answer by itself; it asks whether she means one of the nearest. */
  answer: 0.5,
  /** Below this it does not even guess. */
  guess: 0.2,
} as const;

/** What a place in an article weighs: what women ask counts most, the text itself least. */
const boost = { questions: 3, keywords: 2, title: 1, body: 1 };

/** Articles of the same topic after the best add this much of their score to their topic. */
const alsoOfTopic = 0.3;

export function buildSearch(articles: readonly Article[], vocabulary: Vocabulary): SearchIndex {
  const mini = new MiniSearch({
    fields: Object.keys(boost),
    storeFields: ["topic"],
    tokenize: (tokens) => tokens.split(" ").filter((token) => token !== ""),
    processTerm: (token) => token,
    searchOptions: {
      boost,
      combineWith: "OR",
      prefix: (token) => token.length >= 4 && !token.startsWith("="),
      fuzzy: (token) => (token.length > 5 && !token.startsWith("=") ? 0.2 : false),
      weights: { fuzzy: 0.3, prefix: 0.3 },
    },
  });
  const tokens = (...texts: string[]) =>
    texts.map((text) => tokensOf(vocabulary, text.replaceAll("*", "")).join(" ")).join(" ");
  const documents = articles.map(({ id, topic, questions, keywords, title, short, parts }) => ({
    id,
    topic,
    questions: tokens(...questions),
    keywords: tokens(...keywords),
    title: tokens(title, short),
    body: tokens(...parts),
  }));
  mini.addAll(documents);
  const known = new Set(
    documents.flatMap(({ questions, keywords, title, body }) =>
      [questions, keywords, title, body].join(" ").split(" "),
    ),
  );
  const spellings = new Set(
    articles.flatMap(({ questions, keywords, title, short, parts }) =>
      plainWords([...questions, ...keywords, title, short, ...parts].join(" ")),
    ),
  );
  return { vocabulary, mini, known, spellings };
}

/** A topic as a candidate, with its best article. */
export type Candidate = {
  topic: string;
  articleId: string;
  score: number;
  /** Tokens of hers that it was found by, and where: `=medidas` in questions and keywords. */
  found: Readonly<Record<string, readonly string[]>>;
};

export type Finding = {
  /** One a topic, best first. */
  candidates: readonly Candidate[];
  /** 0 to 1: how sure it is that the first is what she asks. */
  confidence: number;
  /** Why: each factor of the confidence, 0 to 1. */
  factors: { strength: number; lead: number; known: number; onTopic: number };
};

const nothing: Finding = {
  candidates: [],
  confidence: 0,
  factors: { strength: 0, lead: 0, known: 0, onTopic: 1 },
};

/**
 * The topics nearest to her words.
 * @param mayServe whether an article may be found at all.
 */
export function search(
  { vocabulary, mini, known }: SearchIndex,
  text: string,
  mayServe: (articleId: string) => boolean,
): Finding {
  const tokens = [...new Set(tokensOf(vocabulary, text))];
  if (tokens.length === 0) return nothing;
  const filter = ({ id }: SearchResult) => mayServe(id);
  const byTopic = new Map<string, Candidate>();
  const used = new Set<string>();
  for (const { id, topic, score, match, queryTerms } of mini.search(tokens.join(" "), { filter })) {
    for (const term of queryTerms) used.add(term);
    const best = byTopic.get(topic);
    if (best) byTopic.set(topic, { ...best, score: best.score + score * alsoOfTopic });
    else byTopic.set(topic, { topic, articleId: id, score, found: match });
  }
  const candidates = [...byTopic.values()].sort((a, b) => b.score - a.score);
  const [first, second] = candidates;
  if (!first) return nothing;
  const words = tokens.filter((token) => !token.startsWith("="));
  const sounds = fullWords(vocabulary, text).map(soundOf);
  const factors = {
    strength: first.score / (first.score + 40),
    lead: 1 - (second ? second.score / first.score : 0),
    known:
      words.length === 0
        ? 1
        : words.filter((word) => known.has(word) || used.has(word)).length / words.length,
    onTopic: findPhrase(sounds, vocabulary.offTopic) ? 0 : 1,
  };
  return { candidates, factors, confidence: confidenceOf(factors) };
}

function confidenceOf({ strength, lead, known, onTopic }: Finding["factors"]): number {
  const sure = 1 / (1 + Math.exp(-(8 * strength + 6 * lead + 3 * known - 7)));
  return onTopic === 0 ? sure * 0.2 : sure;
}
