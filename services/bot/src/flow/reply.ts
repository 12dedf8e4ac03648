import type { MessageContent } from "@liss/contracts";
import type { Article } from "../knowledge/article.ts";
import { currentArticles, type Knowledge, servable } from "../knowledge/knowledge.ts";
import { choiceIds } from "./choice.ts";
import { articleRow, inTurn, list, type Proposal, type Row, withOptions } from "./compose.ts";
import { nearestArticles } from "./nearest.ts";
import { placesFor, placeTopic, readOn, serve } from "./serve.ts";
import type { FlowState } from "./state.ts";
import { type Remark, summarize } from "./summary.ts";
import { understand, type Wish } from "./understand.ts";

export type Incoming =
  | { is: "delegated" }
  /** Her message; null when it could not be opened. */
  | { is: "message"; content: MessageContent | null };

export type HandBack = {
  reason: "person-requested" | "risk-signal" | "not-understood" | "topic-outside" | "unreadable";
  /** For the executive: what was asked, served and not understood. It may quote her, and travels sealed. */
  summary: string;
};

export type Reply = {
  state: FlowState;
  proposals: Proposal[];
  handBack?: HandBack;
  /** What she asked could not be answered: something for the editors, see gaps/. */
  gap?: "not-understood" | "doubt" | "outside";
};

/** What a reply depends on besides her message. */
export type Setting = {
  knowledge: Knowledge;
  topics: readonly string[];
  now: Date;
  /** Whether the invented places of the directory may be named: only on a developer's machine. */
  fictional?: boolean;
};

/** After so many messages in a row that it does not understand the robot gives the conversation back. */
const patience = 3;
/** An article is told so many times, each shorter or other; then it is not what she is looking for. */
const tellings = 3;
const longestTrail = 12;

/**
 * What the robot does with a message. Pure: the same state and message give the same reply.
 *
 * It says that it is automatic, offers a person at every step, asks for nothing and promises nothing. Danger, a
 * request for a person or a topic outside the delegation: it steps back in silence, because what comes next is a
 * person's. Of a voice note or a picture it says that it cannot, and steps back. Source: product.md invariant 3.
 */
export function reply(state: FlowState, incoming: Incoming, setting: Setting): Reply {
  if (state.phase === "over") return { state, proposals: [] };
  const offered = servable(setting.knowledge, setting.topics, setting.now);
  const turn = { ...setting, state, offered };
  if (incoming.is === "delegated") {
    if (state.phase !== "new") return { state, proposals: [] };
    if (offered.length === 0) return handBack(turn, "topic-outside");
    return menu({ ...turn, state: { ...state, phase: "talking" } }, setting.knowledge.phrases.menu.body);
  }
  const current = currentArticles(setting.knowledge, setting.now);
  const wish = understand(setting.knowledge, incoming.content, {
    offered,
    current: new Map(current.map((article) => [article.id, article])),
    topics: setting.topics,
    shown: state.shown,
  });
  return fulfil(turn, wish, incoming.content?.kind === "text" ? incoming.content.text : undefined);
}

type Turn = Setting & { state: FlowState; offered: readonly Article[] };

function fulfil(turn: Turn, wish: Wish, said: string | undefined): Reply {
  const { knowledge, state, offered } = turn;
  switch (wish.is) {
    case "risk":
      return handBack(turn, "risk-signal", { is: "sign", label: wish.sign.label });
    case "person":
      return handBack(turn, "person-requested");
    case "unreadable":
      return {
        ...handBack(turn, "unreadable", { is: "cannot-read", kind: wish.kind }),
        proposals: [{ content: { kind: "text", text: knowledge.phrases.cannot_read } }],
      };
    case "outside":
      return {
        ...handBack(turn, "topic-outside", { is: "outside", topic: wish.topic }, said),
        gap: "outside",
      };
    case "goodbye":
      // "Chao" stops every message, the robot's goodbye included. Source: domain.md §3.6.
      return handBack(turn, "topic-outside", { is: "goodbye" });
    case "menu":
      return menu(turn, undefined, wish.page);
    case "greeting":
      return menu(turn);
    case "back":
      return back(turn);
    case "more": {
      const rest = readOn(turn, state);
      return rest ?? menu(turn);
    }
    case "thanks": {
      const courtesy = inTurn("courtesy", knowledge.phrases.courtesy, state.said);
      return {
        state: { ...state, said: courtesy.said },
        proposals: [{ content: withOptions(knowledge, courtesy.text) }],
      };
    }
    case "list":
      return topicList(turn, wish.id, wish.page);
    case "topic":
      return answer(turn, offered.filter(({ topic }) => topic === wish.id).slice(0, 1));
    case "article":
      return answer(
        turn,
        offered.filter(({ id }) => id === wish.id),
      );
    case "answer":
      return answer(turn, wish.articles, wish.place);
    case "place":
      return wherever(turn, wish.place);
    case "doubt":
      return doubt(turn, wish.between, said);
    case "nothing-understood":
      return miss(turn, said);
  }
}

/** The menu: the articles when they fit in it, else the topics. */
function menu(turn: Turn, opening?: string, page = 1): Reply {
  const { knowledge, offered } = turn;
  const again = inTurn("menu", knowledge.phrases.menu.again, turn.state.said);
  const rows = menuRows(knowledge, offered);
  const { proposal, shown } = list(knowledge, rows, opening ?? again.text, { page });
  const state = opening === undefined ? { ...turn.state, said: again.said } : turn.state;
  return { state: { ...seen(state, choiceIds.page(page)), shown }, proposals: [proposal] };
}

function menuRows({ topics }: Knowledge, offered: readonly Article[]): Row[] {
  const ofOffer = topics.filter(({ id }) => offered.some(({ topic }) => topic === id));
  if (offered.length <= 9 || ofOffer.length === 1) return offered.map(articleRow);
  return ofOffer.map(({ id, title, short }) => ({ id: choiceIds.topic(id), title, description: short }));
}

function topicList(turn: Turn, topic: string, page: number): Reply {
  const { knowledge, state, offered } = turn;
  const rows = offered.filter((article) => article.topic === topic).map(articleRow);
  const { proposal, shown } = list(knowledge, rows, knowledge.phrases.menu.topic, {
    page,
    pageId: (next) => `${choiceIds.list(topic)}:${next}`,
  });
  return {
    state: { ...seen(state, `${choiceIds.list(topic)}:${page}`), shown, missesInARow: 0 },
    proposals: [{ ...proposal, topic }],
  };
}

/** Back to the list before this one, or before the answer; from the first, the menu. */
function back(turn: Turn): Reply {
  const trail = turn.state.trail.slice(0, -1);
  const view = trail.at(-1) ?? choiceIds.page(1);
  const before = { ...turn, state: { ...turn.state, trail: trail.slice(0, -1) } };
  const [, topic, page] = /^list:([a-z-]+):(\d)$/.exec(view) ?? [];
  if (topic !== undefined) return topicList(before, topic, Number(page));
  return menu(before, undefined, Number(/^menu:(\d)$/.exec(view)?.[1] ?? 1));
}

function answer(turn: Turn, articles: readonly Article[], place?: Parameters<typeof placesFor>[1]): Reply {
  const { knowledge, state } = turn;
  if (articles.length === 0) return miss(turn, undefined);
  const tooOften = articles.every(
    ({ id }) => state.served.filter((served) => served === id).length >= tellings,
  );
  if (tooOften) return handBack(turn, "not-understood", { is: "repeated" });
  const asked = { ...state, asked: [...new Set([...state.asked, ...articles.map(({ topic }) => topic)])] };
  const isAboutPlaces = articles.some(({ topic }) => topic === placeTopic) && hasPlaces(turn);
  const extra: Proposal[] = [];
  if (isAboutPlaces && place) extra.push(placesFor(knowledge, place, when(turn)));
  if (isAboutPlaces && !place)
    extra.push({ content: withOptions(knowledge, knowledge.phrases.where.ask), topic: placeTopic });
  return serve(turn, asked, articles, extra);
}

/** A commune or region and nothing else: the places that attend there. */
function wherever(turn: Turn, place: Parameters<typeof placesFor>[1]): Reply {
  if (!turn.topics.includes(placeTopic)) return miss(turn, undefined);
  const state = { ...turn.state, missesInARow: 0, asked: [...new Set([...turn.state.asked, placeTopic])] };
  return { state, proposals: [placesFor(turn.knowledge, place, when(turn))] };
}

function doubt(turn: Turn, between: readonly Article[], said: string | undefined): Reply {
  const { knowledge, state } = turn;
  const unsure = {
    ...state,
    missesInARow: state.missesInARow + 1,
    offered: [...new Set([...state.offered, ...between.map(({ id }) => id)])],
  };
  if (unsure.missesInARow >= patience)
    return { ...handBack({ ...turn, state: unsure }, "not-understood", undefined, said), gap: "doubt" };
  const phrase = inTurn("doubt", knowledge.phrases.did_you_mean, state.said);
  const { proposal, shown } = list(knowledge, between.map(articleRow), phrase.text);
  return { state: { ...unsure, said: phrase.said, shown }, proposals: [proposal], gap: "doubt" };
}

function miss(turn: Turn, said: string | undefined): Reply {
  const { knowledge, state, offered } = turn;
  const missed = { ...state, misses: state.misses + 1, missesInARow: state.missesInARow + 1 };
  if (missed.missesInARow >= patience)
    return {
      ...handBack({ ...turn, state: missed }, "not-understood", undefined, said),
      gap: "not-understood",
    };
  const phrase = inTurn("miss", knowledge.phrases.not_understood, state.said);
  const next = { ...missed, said: phrase.said };
  if (missed.missesInARow > 1)
    return {
      state: next,
      proposals: [{ content: withOptions(knowledge, phrase.text) }],
      gap: "not-understood",
    };
  const { proposal, shown } = list(knowledge, menuRows(knowledge, offered), phrase.text);
  return { state: { ...next, shown }, proposals: [proposal], gap: "not-understood" };
}

function handBack(turn: Turn, reason: HandBack["reason"], remark?: Remark, said?: string): Reply {
  const last = said
    ? { text: said, nearest: nearestArticles(turn.knowledge, said, turn.offered).articles }
    : undefined;
  return {
    state: { ...turn.state, phase: "over" },
    proposals: [],
    handBack: { reason, summary: summarize(turn.knowledge, turn.state, remark, last) },
  };
}

/** She is before this view now. */
function seen(state: FlowState, view: string): FlowState {
  const trail = state.trail.at(-1) === view ? state.trail : [...state.trail, view];
  return { ...state, trail: trail.slice(-longestTrail) };
}

const when = ({ now, fictional = false }: Setting) => ({ now, fictional });
const hasPlaces = ({ knowledge, fictional = false }: Setting) =>
  knowledge.directory.some((entry) => fictional || !entry.fictional);
