import type { Desk } from "@liss/executive-routing/desk-api";

/** Nobody is shown around while somebody in danger waits, or while she has a conversation: that comes first. */
export function mayShow({ queue, mine, offered }: Pick<Desk, "queue" | "mine" | "offered">): boolean {
  return mine.length === 0 && offered.length === 0 && queue.every(({ tier }) => tier !== "imminent");
}
