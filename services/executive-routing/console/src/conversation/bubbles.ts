import type { MessageView } from "@liss/executive-routing/desk-api";
import { dayOf } from "@liss/ui";
import { isUnseen } from "../live/frames.ts";

/** A line of the thread: a divider or a bubble with its place in its group. */
export type Line =
  | { type: "day"; key: string; at: string }
  | { type: "unread"; key: string }
  | { type: "away"; key: string }
  | { type: "bubble"; key: string; message: MessageView; first: boolean; last: boolean };

/** Silence after which the same author begins a new group (ms). */
const pause = 5 * 60_000;

/**
 * The thread as lines: a divider at each day of Santiago, one before the first unread message, and bubbles grouped
 * by author while she does not pause.
 */
export function linesOf(
  messages: readonly MessageView[],
  firstUnread: string | null,
  firstAway: string | null = null,
): Line[] {
  const lines: Line[] = [];
  let previous: MessageView | undefined;
  let hour = "";
  let day = "";
  for (const message of messages) {
    const before = previous && day;
    // Days begin on the hour, here too: thousands of messages ask the calendar a few times.
    if (message.sentAt.slice(0, 13) !== hour) day = dayOf(message.sentAt);
    hour = message.sentAt.slice(0, 13);
    const newDay = before !== day;
    const unread = message.id === firstUnread;
    if (newDay) lines.push({ type: "day", key: `day-${day}-${message.id}`, at: message.sentAt });
    if (unread) lines.push({ type: "unread", key: "unread" });
    const away = !unread && message.id === firstAway;
    if (away) lines.push({ type: "away", key: "away" });
    const goesOn = !newDay && !unread && !away && previous !== undefined && sameGroup(previous, message);
    const above = lines.at(-1);
    if (goesOn && above?.type === "bubble") above.last = false;
    lines.push({ type: "bubble", key: message.id, message, first: !goesOn, last: true });
    previous = message;
  }
  return lines;
}

function sameGroup(one: MessageView, next: MessageView): boolean {
  if (one.author !== next.author || one.authorName !== next.authorName) return false;
  return Date.parse(next.sentAt) - Date.parse(one.sentAt) < pause;
}

/** The first of hers that arrived while this console had no connection (instants, ms). */
export function firstWhileAway(
  messages: readonly MessageView[],
  { from, to }: { from: number; to: number },
): string | null {
  const missed = messages.find(({ direction, receivedAt }) => {
    const at = Date.parse(receivedAt);
    return direction === "in" && at > from && at <= to;
  });
  return missed?.id ?? null;
}

/** The first of her messages that nobody had seen when the conversation was opened. */
export function firstUnreadOf(messages: readonly MessageView[]): string | null {
  return messages.find(isUnseen)?.id ?? null;
}
