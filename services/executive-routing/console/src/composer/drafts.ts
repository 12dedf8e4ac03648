import { useSyncExternalStore } from "react";

/** What is half written, by conversation. In memory only: on disk it would be readable by whoever has the computer. */
export function createDrafts() {
  let drafts = new Map<string, string>();
  let owner: string | null = null;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  return {
    of: (sessionId: string): string => drafts.get(sessionId) ?? "",
    write(sessionId: string, text: string): void {
      if ((drafts.get(sessionId) ?? "") === text) return;
      drafts = new Map(drafts);
      if (text === "") drafts.delete(sessionId);
      else drafts.set(sessionId, text);
      changed();
    },
    /** Drafts outlive the end of a login, but never reach another person. */
    belongTo(personId: string): "same" | "another" {
      const whose = owner === null || owner === personId ? "same" : "another";
      if (whose === "another") drafts = new Map();
      owner = personId;
      changed();
      return whose;
    },
    clear(): void {
      drafts = new Map();
      changed();
    },
    any: (): boolean => [...drafts.values()].some((text) => text.trim() !== ""),
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export type Drafts = ReturnType<typeof createDrafts>;

export function useDraft(drafts: Drafts, sessionId: string): string {
  return useSyncExternalStore(drafts.subscribe, () => drafts.of(sessionId));
}
