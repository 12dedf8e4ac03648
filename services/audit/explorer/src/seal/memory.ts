import type { Memory, Remembered } from "./verify.ts";

const PREFIX = "liss.registro.sello.";

/** Remembers, per log key, the newest tree head that this browser has verified. */
export const browserMemory: Memory = {
  recall(logKey) {
    try {
      const kept = JSON.parse(localStorage.getItem(PREFIX + logKey) ?? "null") as Remembered | null;
      return kept && typeof kept.size === "number" && /^[0-9a-f]{64}$/.test(kept.root) ? kept : undefined;
    } catch {
      return undefined;
    }
  },
  keep(logKey, head) {
    const before = browserMemory.recall(logKey);
    if (before && before.size > head.size) return;
    try {
      localStorage.setItem(PREFIX + logKey, JSON.stringify(head));
    } catch {
      // A browser that keeps nothing verifies all the same, only without a past.
    }
  },
};
