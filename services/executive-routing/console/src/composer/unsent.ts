import { useSyncExternalStore } from "react";
import type { Attachment } from "../attaching/attachments.ts";
import type { OverrideReason } from "../safe-contact/server.ts";
import type { RefusedBecause } from "../server/request.ts";

/** A message on its way to the server, or that did not reach it. Its id and key stay the same however often it is tried. */
export type Unsent = {
  messageId: string;
  key: string;
  text: string;
  /** The file that goes with it; the server has it already. */
  attachment?: Attachment;
  at: string;
  refused: RefusedBecause | null;
  /** She answers for words that the check feared. */
  override?: OverrideReason;
  /** The message that it answers. */
  replyTo: string | null;
  /** It can still be taken back. */
  held: boolean;
};

const none: readonly Unsent[] = [];

/** Messages that the server has not taken yet, by conversation. They outlive leaving the conversation. */
export function createUnsent() {
  let bySession = new Map<string, readonly Unsent[]>();
  const listeners = new Set<() => void>();
  function set(sessionId: string, messages: readonly Unsent[]): void {
    bySession = new Map(bySession);
    if (messages.length === 0) bySession.delete(sessionId);
    else bySession.set(sessionId, messages);
    for (const listener of listeners) listener();
  }
  const of = (sessionId: string) => bySession.get(sessionId) ?? none;
  return {
    of,
    put(sessionId: string, message: Unsent): void {
      const others = of(sessionId).filter(({ messageId }) => messageId !== message.messageId);
      set(
        sessionId,
        [...others, message].sort((a, b) => (a.at < b.at ? -1 : 1)),
      );
    },
    drop(sessionId: string, messageId: string): void {
      set(
        sessionId,
        of(sessionId).filter((message) => message.messageId !== messageId),
      );
    },
    any: (): boolean => bySession.size > 0,
    clear(): void {
      bySession = new Map();
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export type UnsentMessages = ReturnType<typeof createUnsent>;

export function useUnsent(unsent: UnsentMessages, sessionId: string): readonly Unsent[] {
  return useSyncExternalStore(unsent.subscribe, () => unsent.of(sessionId));
}
