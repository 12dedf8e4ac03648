import { useSyncExternalStore } from "react";

/** Which message she answers, by conversation; as long as the page lives, like her drafts. */
export function createQuoting() {
  let quoted = new Map<string, string>();
  const listeners = new Set<() => void>();
  return {
    of: (sessionId: string): string | null => quoted.get(sessionId) ?? null,
    quote(sessionId: string, messageId: string | null): void {
      quoted = new Map(quoted);
      if (messageId === null) quoted.delete(sessionId);
      else quoted.set(sessionId, messageId);
      for (const listener of listeners) listener();
    },
    clear(): void {
      quoted = new Map();
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export type Quoting = ReturnType<typeof createQuoting>;

export function useQuoted(quoting: Quoting, sessionId: string): string | null {
  return useSyncExternalStore(quoting.subscribe, () => quoting.of(sessionId));
}
