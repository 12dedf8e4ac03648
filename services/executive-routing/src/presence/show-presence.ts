import { type Actor, PresenceRequested } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { RoutingTables } from "../database/tables.ts";
import { notTakenBack } from "../store/taken-back.ts";

type Facts = {
  id: string;
  source: "executive-routing";
  occurredAt: string;
  actor: Actor;
  contactId: string;
  sessionId: string;
};

/**
 * Asks for her to be shown that she was read up to the last message that was on a screen and, when `typing`, that
 * somebody writes. Nothing that she wrote since, or took back, is claimed to have been read.
 */
export async function showPresence(
  tx: Transaction<RoutingTables>,
  facts: Facts,
  { typing }: { typing: boolean },
): Promise<void> {
  const last = await tx
    .selectFrom("messages")
    .select("id")
    .where("session_id", "=", facts.sessionId)
    .where("direction", "=", "in")
    .where("seen_at", "is not", null)
    .where(notTakenBack())
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last) return;
  const data = { messageId: last.id, typing, requestedAt: facts.occurredAt };
  await appendEvents(tx, [PresenceRequested.create({ ...facts, data })]);
}
