import type { MessageContent } from "@liss/contracts";
import { type Knowledge, servable } from "../knowledge/knowledge.ts";
import { menu, type Proposal, serve, withOptions } from "./compose.ts";
import type { FlowState } from "./state.ts";
import { understand } from "./understand.ts";

export type Incoming =
  | { is: "delegated" }
  /** Her message; null when it could not be opened. */
  | { is: "message"; content: MessageContent | null };

export type HandBack = {
  reason: "person-requested" | "risk-signal" | "not-understood" | "topic-outside" | "unreadable";
  /** For the executive: what was served and what was not understood. No words of hers. */
  summary: string;
};

export type Reply = { state: FlowState; proposals: Proposal[]; handBack?: HandBack };

/** After so many messages that it does not understand the robot gives the conversation back. */
const patience = 3;

/**
 * What the robot does with a message. Pure: the same state and message give the same reply.
 *
 * It says that it is automatic, offers a person at every step, asks for nothing and promises nothing. Danger, a
 * request for a person, something it cannot read or a topic outside the delegation: it steps back in silence,
 * because what comes next is a person's. Source: product.md invariant 3.
 */
export function reply(
  state: FlowState,
  incoming: Incoming,
  knowledge: Knowledge,
  topics: readonly string[],
  now: Date,
): Reply {
  if (state.phase === "over") return { state, proposals: [] };
  const offered = servable(knowledge, topics, now);
  const { phrases } = knowledge;

  if (incoming.is === "delegated") {
    if (state.phase !== "new") return { state, proposals: [] };
    if (offered.length === 0) return handBack(knowledge, state, "topic-outside");
    return {
      state: { ...state, phase: "talking" },
      proposals: [menu(knowledge, offered, phrases.menu.body)],
    };
  }

  const wish = understand(knowledge, incoming.content, offered);
  switch (wish.is) {
    case "risk":
      return handBack(knowledge, state, "risk-signal");
    case "person":
      return handBack(knowledge, state, "person-requested");
    case "unreadable":
      return handBack(knowledge, state, "unreadable");
    case "outside":
      return handBack(knowledge, state, "topic-outside");
    case "goodbye":
      // "Chao" stops every message, the robot's goodbye included. Source: domain.md §3.6.
      return handBack(knowledge, state, "topic-outside", phrases.summary.goodbye);
    case "menu":
      return { state, proposals: [menu(knowledge, offered, phrases.menu.again)] };
    case "thanks":
      return { state, proposals: [{ content: withOptions(knowledge, phrases.courtesy) }] };
    case "article":
      return {
        state: { ...state, served: [...state.served, wish.article.id] },
        proposals: serve(knowledge, wish.article),
      };
    case "doubt":
      return { state, proposals: [menu(knowledge, wish.between, phrases.did_you_mean)] };
    case "nothing-understood": {
      const missed = { ...state, misses: state.misses + 1 };
      if (missed.misses >= patience) return handBack(knowledge, missed, "not-understood");
      const again =
        missed.misses === 1
          ? menu(knowledge, offered, phrases.did_you_mean)
          : { content: withOptions(knowledge, phrases.still_not_understood) };
      return { state: missed, proposals: [again] };
    }
  }
}

function handBack(
  knowledge: Knowledge,
  state: FlowState,
  reason: HandBack["reason"],
  remark?: string,
): Reply {
  return {
    state: { ...state, phase: "over" },
    proposals: [],
    handBack: { reason, summary: [remark, summaryOf(knowledge, state)].filter(Boolean).join(" ") },
  };
}

function summaryOf({ articles, phrases }: Knowledge, { served, misses }: FlowState): string {
  const titles = [...new Set(served)].map((id) => articles.find((article) => article.id === id)?.title ?? id);
  const said =
    titles.length === 0
      ? phrases.summary.nothing_served
      : phrases.summary.served.replace("{{titles}}", titles.join(", "));
  if (misses === 0) return said;
  return `${said} ${phrases.summary.not_understood.replace("{{count}}", String(misses))}`;
}
