import type { ChatMessage, Counters, FaultView, LiveUpdate, LogEntry, PhoneView } from "../../view.ts";

/** What the page knows; all of it comes from the server, so a reload loses nothing. */
export type BenchState = {
  connection: "connecting" | "live" | "lost";
  phones: readonly PhoneView[];
  conversations: Readonly<Record<string, readonly ChatMessage[]>>;
  faults: readonly FaultView[];
  counters: Counters | undefined;
  log: readonly LogEntry[];
};

export const nothingYet: BenchState = {
  connection: "connecting",
  phones: [],
  conversations: {},
  faults: [],
  counters: undefined,
  log: [],
};

/** The page's state after a push of the server. */
export function apply(state: BenchState, update: LiveUpdate): BenchState {
  switch (update.type) {
    case "snapshot": {
      const { phones, faults, counters, log } = update;
      const conversations = Object.fromEntries(phones.map(({ id, conversation }) => [id, conversation]));
      return { connection: "live", phones, conversations, faults, counters, log };
    }
    case "phones":
      return { ...state, phones: update.phones };
    case "conversation":
      return withConversation(state, update.phoneId, update.messages);
    case "messages": {
      const known = state.conversations[update.phoneId] ?? [];
      return withConversation(state, update.phoneId, merge(known, update.messages));
    }
    case "faults":
      return { ...state, faults: update.faults };
    case "activity":
      return { ...state, counters: update.counters, log: update.log };
  }
}

function withConversation(state: BenchState, phoneId: string, messages: readonly ChatMessage[]): BenchState {
  return { ...state, conversations: { ...state.conversations, [phoneId]: messages } };
}

/** Changed messages stay in their place; new ones go to the end. */
function merge(known: readonly ChatMessage[], changed: readonly ChatMessage[]): readonly ChatMessage[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of changed) byId.set(message.id, message);
  return [...byId.values()];
}
