import type { Desk } from "@liss/executive-routing/desk-api";
import type { ChangeFrame } from "./frames.ts";

/** What a screen reader should say; never more than is on the screen. */
export type Announcement = {
  tone: "assertive" | "polite";
  key: "imminent" | "message" | "wrote";
  codeName: string;
  /** What she wrote, when it is on the screen and the sentence quotes it. */
  text: string;
};

/**
 * What a change is worth saying. Only a new imminent case interrupts; a delivery tick says nothing.
 * `known` tells whether the message of the frame is on the screen already.
 */
export function announcementOf(
  frame: ChangeFrame,
  { desk, open, known }: { desk: Desk | undefined; open: string | null; known: boolean },
): Announcement | null {
  if (!desk || frame.sequence <= desk.sequence) return null;
  const everybody = [...desk.queue, ...desk.mine, ...desk.attendedByOthers];
  if (frame.type === "message") {
    const { message } = frame;
    if (known || message.direction === "out" || message.sessionId !== open) return null;
    const codeName = everybody.find(({ id }) => id === open)?.codeName ?? "";
    const { content } = message;
    if (content?.kind === "text") return { tone: "polite", key: "message", codeName, text: content.text };
    return { tone: "polite", key: "wrote", codeName, text: "" };
  }
  if (frame.type === "alert") return null;
  const { card, place } = frame;
  const before = everybody.find(({ id }) => id === card.id);
  if (card.tier === "imminent" && (place === "queue" || place === "mine") && before?.tier !== "imminent")
    return { tone: "assertive", key: "imminent", codeName: card.codeName, text: "" };
  if (place === "mine" && card.id !== open && card.unread > (before?.unread ?? 0))
    return { tone: "polite", key: "wrote", codeName: card.codeName, text: "" };
  return null;
}
