import type { Conversation, SessionCard } from "@liss/executive-routing/desk-api";
import { useEffect, useRef } from "react";
import { unseenIn } from "../live/frames.ts";

/** Frames say that a step of the session's life was taken, not which: the timeline is fetched when one was. */
const settle = 700;
/** How long the server may count more unread messages than this screen has, before one is believed missing (ms). */
const doubt = 2500;

/** What of a card is a step of the session's life. Messages are not: their frames carry everything. */
function lifeOf(card: SessionCard): string {
  const {
    status,
    owner,
    tier,
    delegation,
    emergencyRecorded,
    classification,
    marks,
    pins,
    pinnedNotes,
    needs,
    heldUntil,
  } = card;
  const said = [emergencyRecorded, classification, heldUntil, ...marks, ...pins, ...pinnedNotes, ...needs];
  return [status, owner?.id, tier, delegation?.id, ...said].join();
}

/** Fetches the conversation again when its frames cannot have told everything. Every fetch is on the record, so: rarely. */
export function useKeptFresh(conversation: Conversation | undefined, refetch: () => unknown): void {
  const latest = useRef(refetch);
  useEffect(() => {
    latest.current = refetch;
  });

  const life = conversation && `${conversation.card.id}:${lifeOf(conversation.card)}`;
  const known = useRef<string | undefined>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = life;
    if (!before || !life || before === life || before.slice(0, 36) !== life.slice(0, 36)) return;
    const timer = setTimeout(() => latest.current(), settle);
    return () => clearTimeout(timer);
  }, [life]);

  const missing = conversation ? Math.max(0, conversation.card.unread - unseenIn(conversation.messages)) : 0;
  useEffect(() => {
    if (missing === 0) return;
    const timer = setTimeout(() => latest.current(), doubt);
    return () => clearTimeout(timer);
  }, [missing]);
}
