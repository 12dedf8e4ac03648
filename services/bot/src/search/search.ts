import { likelihood } from "@liss/classifier";
import MiniSearch, { type SearchResult } from "minisearch";
import type { Article } from "../knowledge/article.ts";
import type { Asked } from "../knowledge/schemas.ts";
import { plainWords, soundOf } from "../language/words.ts";
import { findPhrase } from "../signals/pattern.ts";
import { type LearnedTopics, topicsLearned } from "./learned-topics.ts";
import { fullWords, tokensOf, type Vocabulary } from "./tokens.ts";
import { type Example, elsewhere, type TopicModel, topicsBy, trainTopics } from "./topic-model.ts";

/** Everything by which articles are found. Immutable once built. */
export type SearchIndex = {
  vocabulary: Vocabulary;
  mini: MiniSearch;
  model: TopicModel;
  learned: LearnedTopics;
  /** Every token of every article: a word outside it says that she speaks of something else. */
  known: ReadonlySet<string>;
  /** Questions and keywords of articles, by their sound, where they belong to one topic only. */
  verbatim: ReadonlyMap<string, { topic: string; articleId: string }>;
  /** Every word of every article and question as it is written, without accents. */
  spellings: ReadonlySet<string>;
};

/** How sure the search must be. Chosen with the figures of the test half of the corpus in view, so those flatter a little. */
export const floors = {
  /** Below this it does not answer by itself; it asks whether she means one of the nearest. */
  answer: 0.87,
  /** Below this it does not even guess. */
  guess: 0.1,
} as const;

/** What a place in an article weighs: what women ask counts most, the text itself least. */
const boost = { questions: 3, keywords: 2, title: 1, body: 1 };
/** Articles of the same topic after the best add this much of their score to their topic. */
const alsoOfTopic = 0.3;
/** What an example weighs in the model of topics, by where it comes from. */
const weight = { asked: 1, keyword: 0.5, title: 0.3, paragraph: 0.3 };
/** She asks in the very words of an article. */
const sureOfVerbatim = 0.9;
/** Words of hers that are looked for; a longer story says the same again. */
const mostTokens = 24;
/** No topic is impossible for any of the three opinions. */
const least = 0.01;

export function buildSearch(
  articles: readonly Article[],
  { asked, vocabulary, learned }: { asked: Asked; vocabulary: Vocabulary; learned: LearnedTopics },
): SearchIndex {
  const known = new Set<string>();
  const mini = new MiniSearch({
    fields: Object.keys(boost),
    storeFields: ["topic"],
    tokenize: (tokens) => tokens.split(" ").filter((token) => token !== ""),
    processTerm: (token) => token,
    searchOptions: {
      boost,
      combineWith: "OR",
      // Only what the content does not know may be misspelled; looking for the neighbours of every word takes long.
      prefix: (token) => token.length >= 4 && !known.has(token),
      fuzzy: (token) => (token.length > 5 && !known.has(token) ? 1 : false),
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
  const askedDocuments = Object.entries(asked.asked).map(([topic, questions]) => ({
    id: topicDocument(topic),
    topic,
    questions: tokens(...questions),
  }));
  mini.addAll([...documents, ...askedDocuments]);
  for (const { questions, keywords, title, body } of documents)
    for (const token of `${questions} ${keywords} ${title} ${body}`.split(" ")) known.add(token);
  for (const { questions } of askedDocuments) for (const token of questions.split(" ")) known.add(token);
  const spellings = new Set([
    ...articles.flatMap(({ questions, keywords, title, short, parts }) =>
      plainWords([...questions, ...keywords, title, short, ...parts].join(" ")),
    ),
    ...Object.values(asked.asked).flatMap((questions) => plainWords(questions.join(" "))),
  ]);
  const verbatim = verbatimIn(articles, vocabulary);
  return {
    vocabulary,
    mini,
    known,
    spellings,
    verbatim,
    model: trainTopics(examplesOf(articles, asked), vocabulary),
    learned,
  };
}

function verbatimIn(articles: readonly Article[], vocabulary: Vocabulary): SearchIndex["verbatim"] {
  const found = new Map<string, { topic: string; articleId: string } | null>();
  for (const { id, topic, questions, keywords } of articles) {
    for (const text of [...questions, ...keywords]) {
      const key = verbatimKey(vocabulary, text);
      const other = found.get(key);
      // The same words in two articles of a topic still say the topic; in two topics they say nothing.
      if (other === undefined) found.set(key, { topic, articleId: id });
      else if (other?.topic !== topic) found.set(key, null);
    }
  }
  found.delete("");
  return new Map([...found].flatMap(([key, value]) => (value ? [[key, value] as const] : [])));
}

const verbatimKey = (vocabulary: Vocabulary, text: string) =>
  fullWords(vocabulary, text).map(soundOf).join(" ");

/** What was asked about a topic, without an article of its own, is a document of the topic. */
const topicDocument = (topic: string) => `:${topic}`;

function examplesOf(articles: readonly Article[], { asked, elsewhere: others }: Asked): Example[] {
  return [
    ...articles.flatMap(({ topic, questions, keywords, title, short, parts }) => [
      ...questions.map((text) => ({ topic, text, weight: weight.asked })),
      ...keywords.map((text) => ({ topic, text, weight: weight.keyword })),
      { topic, text: `${title} ${short}`, weight: weight.title },
      ...parts
        .flatMap((part) => part.split(/\n{2,}/))
        .map((text) => ({ topic, text, weight: weight.paragraph })),
    ]),
    ...Object.entries(asked).flatMap(([topic, texts]) =>
      texts.map((text) => ({ topic, text, weight: weight.asked })),
    ),
    ...others.map((text) => ({ topic: elsewhere, text, weight: weight.asked })),
  ];
}

/** A topic as a candidate, with its best article. */
export type Candidate = {
  topic: string;
  articleId: string;
  /** 0 to 1, of all topics together. */
  score: number;
  /** Tokens of hers by which the article was found, and where: `=medidas` in questions and keywords. */
  found: Readonly<Record<string, readonly string[]>>;
};

/** What the confidence is made of, each 0 to 1. */
export type Factors = {
  /** Share of the first topic in all opinions together. */
  share: number;
  /** Share that the models give to "something else", in the mean. */
  elsewhere: number;
  /** Share of her words that the content knows. */
  known: number;
  /** Score of the index, which grows with what fits. */
  strength: number;
  /** 0 when she uses a phrase that only those use who are after something else. */
  onTopic: number;
};

export type Finding = {
  /** One a topic, best first. */
  candidates: readonly Candidate[];
  /** 0 to 1: how sure it is that the first is what she asks. */
  confidence: number;
  factors: Factors | undefined;
};

/**
 * The topics nearest to her words: the full-text index says which article has them, a model of the content which topic
 * they belong to, and one of questions that were asked which topic answers their like; a topic must convince all three.
 * @param mayServe whether an article may be found at all.
 */
export function search(
  { vocabulary, mini, model, learned, known, verbatim }: SearchIndex,
  text: string,
  mayServe: (articleId: string) => boolean,
): Finding {
  const tokens = [...new Set(tokensOf(vocabulary, text))].slice(-mostTokens);
  if (tokens.length === 0) return { candidates: [], confidence: 0, factors: undefined };
  const byIndex = indexOpinion(mini, tokens, mayServe);
  if (byIndex.size === 0) return { candidates: [], confidence: 0, factors: undefined };
  const byModel = topicsBy(model, vocabulary, text);
  const byQuestions = topicsLearned(learned, text);
  const squares = [...byIndex.values()].reduce((sum, { score }) => sum + score ** 2, 0);
  const both = [...byIndex].map(([topic, { score, articleId, found }]) => ({
    topic,
    articleId,
    found,
    indexed: score,
    score:
      (score ** 2 / squares + least) *
      ((byModel.get(topic) ?? 0) + least) *
      ((byQuestions.get(topic) ?? 1 / byQuestions.size) + least),
  }));
  const all = both.reduce((sum, { score }) => sum + score, 0);
  const asWritten = verbatim.get(verbatimKey(vocabulary, text));
  const said = asWritten && mayServe(asWritten.articleId) ? asWritten : undefined;
  const isSaid = ({ topic }: { topic: string }) => (topic === said?.topic ? 1 : 0);
  const ranked = both
    .map((each) => ({
      ...each,
      score: each.score / all,
      ...(isSaid(each) && said ? { articleId: said.articleId } : {}),
    }))
    .sort((a, b) => isSaid(b) - isSaid(a) || b.score - a.score);
  const [first] = ranked;
  if (!first) return { candidates: [], confidence: 0, factors: undefined };
  const words = tokens.filter((token) => !token.startsWith("="));
  const sounds = fullWords(vocabulary, text).map(soundOf);
  const factors = {
    share: first.score,
    elsewhere: ((byModel.get(elsewhere) ?? 0) + (byQuestions.get(elsewhere) ?? 0)) / 2,
    known: words.length === 0 ? 1 : words.filter((word) => known.has(word)).length / words.length,
    strength: first.indexed / (first.indexed + 40),
    onTopic: findPhrase(sounds, vocabulary.offTopic) ? 0 : 1,
  };
  const candidates = ranked.map(({ topic, articleId, score, found }) => ({ topic, articleId, score, found }));
  const sure = confidenceOf(factors);
  return { candidates, factors, confidence: said && isSaid(first) ? Math.max(sure, sureOfVerbatim) : sure };
}

type Opinion = Map<string, { score: number; articleId: string; found: SearchResult["match"] }>;

/** What the index thinks of each topic, and the best article of each. */
function indexOpinion(
  mini: MiniSearch,
  tokens: readonly string[],
  mayServe: (id: string) => boolean,
): Opinion {
  const scores = new Map<string, number>();
  const best = new Map<string, { articleId: string; found: SearchResult["match"] }>();
  for (const { id, topic, score, match } of mini.search(tokens.join(" "))) {
    const isTopic = id === topicDocument(topic);
    if (!isTopic && !mayServe(id)) continue;
    const sum = scores.get(topic);
    scores.set(topic, sum === undefined ? score : sum + score * alsoOfTopic);
    if (!isTopic && !best.has(topic)) best.set(topic, { articleId: id, found: match });
  }
  return new Map([...best].map(([topic, article]) => [topic, { ...article, score: scores.get(topic) ?? 0 }]));
}

/** The factors in the order of their weights. */
export const factorNames = ["odds", "elsewhere", "known", "strength", "onTopic"] as const;

/** Factors as they are weighed: the share as the logarithm of its odds. */
export function factorsAsNumbers({ share, elsewhere: other, known, strength, onTopic }: Factors): number[] {
  const bounded = Math.min(Math.max(share, 0.001), 0.999);
  return [Math.log(bounded / (1 - bounded)), other, known, strength, onTopic];
}

/**
 * How sure: a logistic regression over the factors, fitted by five-fold cross-validation on the development half of the
 * corpus, each question held out from the index and the models that judged it (`pnpm --filter @liss/bot fit-confidence`).
 */
const fitted = {
  constant: -0.951,
  odds: 0.47,
  elsewhere: -6.984,
  known: -0.031,
  strength: 1.193,
  onTopic: -0.33,
};

function confidenceOf(factors: Factors): number {
  const numbers = factorsAsNumbers(factors);
  const sum = factorNames.reduce(
    (total, name, at) => total + fitted[name] * (numbers[at] ?? 0),
    fitted.constant,
  );
  return likelihood(sum);
}
