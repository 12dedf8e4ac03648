import type { MessageContent } from "@liss/contracts";
import type { Article } from "../knowledge/article.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { type FoundPlace, findPlace, type Place } from "../places/places.ts";
import { type Finding, floors, search } from "../search/search.ts";
import { heardWords, isOnly } from "../signals/pattern.ts";
import { asksForPerson, learnedSign, type Sign, saysGoodbye, signOfDanger } from "../signals/signals.ts";
import { type Choice, choiceOf, numberIn } from "./choice.ts";
import { isCutOff } from "./cut-off.ts";
import { clearQuestions } from "./questions.ts";

/** What she wants, as far as the robot can tell. */
export type Wish =
  | { is: "answer"; articles: readonly Article[]; place: Place | undefined; finding: Finding }
  | { is: "doubt"; between: readonly Article[]; finding: Finding }
  | { is: "outside"; topic: string; finding: Finding | undefined }
  | { is: "nothing-understood"; finding: Finding | undefined }
  | { is: "place"; place: Place }
  | { is: "risk"; sign: Sign }
  | { is: "unreadable"; kind: string }
  | { is: "goodbye" | "thanks" | "greeting" }
  | Choice;

/** What may be said now, and what she has before her. */
export type Situation = {
  /** The articles of the delegation that may be served today. */
  offered: readonly Article[];
  /** Every article that may be served today, whoever delegated what. */
  current: ReadonlyMap<string, Article>;
  topics: readonly string[];
  /** Ids of the rows she can choose by number. */
  shown: readonly string[];
};

/** How many the robot asks between. */
const guesses = 3;

/**
 * Reads her message. Danger and the wish for a person come before everything else, whatever she asks beside them;
 * this check is coarse on purpose, triage and routing are the authority.
 * @param content null when the message could not be opened.
 */
export function understand(knowledge: Knowledge, content: MessageContent | null, situation: Situation): Wish {
  if (content?.kind === "choice") return chosen(content.id, situation, knowledge);
  if (content?.kind === "reaction") return { is: "thanks" };
  if (content?.kind !== "text") return { is: "unreadable", kind: content?.kind ?? "sealed" };
  const { text } = content;
  const { signals, learned } = knowledge;
  const sign = signOfDanger(signals, text);
  if (sign) return { is: "risk", sign };
  const words = heardWords(text);
  if (words.length === 0) return { is: "unreadable", kind: "emoji" };
  if (asksForPerson(signals, words)) return { is: "person" };
  if (saysGoodbye(signals, words)) return { is: "goodbye" };
  if (isOnly(words, signals.menu)) return { is: "menu", page: 1 };
  if (isOnly(words, signals.back)) return { is: "back" };
  if (isOnly(words, signals.more)) return { is: "more" };
  const short: Wish | undefined =
    byNumber(words, situation, knowledge) ??
    byTitle(words, situation) ??
    (isOnly(words, signals.thanks) ? { is: "thanks" } : undefined) ??
    (isOnly(words, signals.greeting) ? { is: "greeting" } : undefined);
  if (short) return short;
  const unforeseen = learnedSign(signals, learned, text) ?? cutOff(knowledge, text, words);
  return unforeseen ? { is: "risk", sign: unforeseen } : byWords(knowledge, text, words, situation);
}

function chosen(id: string, situation: Situation, { articles }: Knowledge): Wish {
  const choice = choiceOf(id);
  if (!choice) return { is: "nothing-understood", finding: undefined };
  if ((choice.is === "topic" || choice.is === "list") && !situation.topics.includes(choice.id))
    return { is: "outside", topic: choice.id, finding: undefined };
  if (choice.is !== "article") return choice;
  if (situation.offered.some((article) => article.id === choice.id)) return choice;
  const article = articles.find((each) => each.id === choice.id);
  return article
    ? { is: "outside", topic: article.topic, finding: undefined }
    : { is: "nothing-understood", finding: undefined };
}

function byNumber(words: readonly string[], situation: Situation, knowledge: Knowledge): Wish | undefined {
  const number = numberIn(words);
  if (number === undefined) return undefined;
  const id = situation.shown[number - 1];
  return id === undefined
    ? { is: "nothing-understood", finding: undefined }
    : chosen(id, situation, knowledge);
}

/** The title of an article or topic, written out. */
function byTitle(words: readonly string[], { offered }: Situation): Wish | undefined {
  const said = words.join(" ");
  const article = offered.find(({ title }) => titleHeard(title) === said);
  return article && { is: "article", id: article.id };
}

/** Titles as they sound, worked out once each; content brings few new ones. */
const titlesHeard = new Map<string, string>();

function titleHeard(title: string): string {
  const known = titlesHeard.get(title);
  if (known !== undefined) return known;
  const heard = heardWords(title).join(" ");
  titlesHeard.set(title, heard);
  return heard;
}

/** A message that stops in the middle of a word may have been interrupted. Source: domain.md §2, "cut-off plea". */
function cutOff({ index, signals }: Knowledge, text: string, words: readonly string[]): Sign | undefined {
  if (!isCutOff(index, text)) return undefined;
  return { group: "mensaje-cortado", label: signals.cutOffLabel, words: words.slice(-1) };
}

function byWords(knowledge: Knowledge, text: string, words: readonly string[], situation: Situation): Wish {
  const { index, places } = knowledge;
  const { current, topics, offered } = situation;
  const found = findPlace(places, words);
  const place = found?.place;
  if (place && isOnlyPlace(found, words)) return { is: "place", place };
  const mayServe = (id: string) => {
    const article = current.get(id);
    return (
      article !== undefined && (article.region === undefined || !place || article.region === place.region)
    );
  };
  const finding = search(index, text, mayServe);
  const { candidates, confidence } = finding;
  const clear = clearQuestions(index, text, mayServe, floors.answer).filter(({ topic }) =>
    topics.includes(topic),
  );
  const articlesOf = (found: readonly { articleId: string }[]) =>
    found.flatMap(({ articleId }) => current.get(articleId) ?? []);
  if (clear.length > 1) return { is: "answer", articles: articlesOf(clear.slice(0, 2)), place, finding };
  const [best] = candidates;
  if (!best || confidence < floors.guess) return { is: "nothing-understood", finding };
  if (confidence >= floors.answer) {
    if (!topics.includes(best.topic)) return { is: "outside", topic: best.topic, finding };
    return { is: "answer", articles: articlesOf([best]), place, finding };
  }
  const between = candidates
    .slice(0, guesses)
    .flatMap(({ articleId }) => offered.filter(({ id }) => id === articleId));
  return between.length > 0 ? { is: "doubt", between, finding } : { is: "nothing-understood", finding };
}

const aroundPlaces = new Set(heardWords("en la el comuna region de vivo soy estoy por aqui mi es ciudad"));

function isOnlyPlace({ from, to }: FoundPlace, words: readonly string[]): boolean {
  return words.every((word, at) => (at >= from && at < to) || aroundPlaces.has(word));
}
