import type { Vault } from "@liss/vault";
import type { ServerFrame, SessionCard } from "../api.ts";
import type { DeskPerson } from "../commands.ts";
import { messageFrom, type Reader, recentAlerts } from "../views.ts";
import { bytesOf, type Client, inOnePiece, send, sendBytes } from "./client.ts";
import type { News } from "./news.ts";

/**
 * Sends each thing that changed to whom it concerns. That a session is gone from a desk is told when it moved (`moved`),
 * and not again with each word that is written in it.
 */
export async function deliver(
  { db, vault }: { db: Reader; vault: Vault },
  { changes, sight }: News,
  to: readonly Client[],
  moved: (card: SessionCard) => boolean,
): Promise<void> {
  const alertIds = changes.flatMap(({ kind, refId }) => (kind === "alert" ? [refId] : []));
  const [opened, alertRows] = await Promise.all([
    Promise.all(changes.map(({ message }) => message && messageFrom(message, vault))),
    alertIds.length ? recentAlerts(db, alertIds) : [],
  ]);
  const alerts = new Map(alertRows.map((alert) => [alert.id, alert]));
  inOnePiece(to, () => {
    for (const [at, { kind, refId, sequence, card }] of changes.entries()) {
      const message = opened[at];
      const alert = kind === "alert" ? alerts.get(refId) : undefined;
      const isNews = card !== undefined && moved(card);
      const frames = new Map<Place, Buffer>();
      const said = message && bytesOf({ type: "message", sequence, message });
      for (const client of to) {
        const { person, watching } = client;
        if (card && !sight.isWalled(person, card.id)) {
          const place = placeFor(person, card);
          if (place !== "gone" || isNews)
            sendBytes(client, bytesFor(frames, place, { type: "session", sequence, card, place }));
        }
        if (said && watching === message.sessionId && sight.mayRead(person, message.sessionId))
          sendBytes(client, said);
        if (alert && person.role === "supervisor") send(client, { type: "alert", sequence, alert });
        if (kind === "announcement" || (kind === "reading" && person.role === "supervisor"))
          send(client, { type: "announcements" });
      }
    }
  });
}

/** Written once for all who see it in the same place. */
function bytesFor(frames: Map<Place, Buffer>, place: Place, frame: ServerFrame): Buffer {
  const bytes = frames.get(place) ?? bytesOf(frame);
  frames.set(place, bytes);
  return bytes;
}

type Place = Extract<ServerFrame, { type: "session" }>["place"];

/** Where a session belongs on somebody's desk now. */
function placeFor(person: DeskPerson, card: SessionCard): Place {
  if (card.status === "waiting") return card.heldUntil && person.role === "executive" ? "gone" : "queue";
  if (card.owner?.id === person.id) return "mine";
  if (card.transfer?.to === person.id) return "offered";
  if (card.owner && person.role === "supervisor") return "others";
  return "gone";
}
