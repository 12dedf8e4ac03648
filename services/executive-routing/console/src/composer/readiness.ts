import type { Conversation } from "@liss/executive-routing/desk-api";
import type { ConnectionState } from "../live/connection.ts";

/** Why one cannot write here now; null when one can. The first that holds is the one that is said. */
export type NotReady = "closed" | "not-owner" | "window-closed" | "offline" | null;

export function notReady(
  { card, windowClosesAt }: Pick<Conversation, "card" | "windowClosesAt">,
  { me, connection, now }: { me: string; connection: ConnectionState; now: number },
): NotReady {
  if (card.status === "closed") return "closed";
  if (card.owner?.id !== me) return "not-owner";
  if (windowClosesAt === null || Date.parse(windowClosesAt) <= now) return "window-closed";
  return connection === "online" ? null : "offline";
}
