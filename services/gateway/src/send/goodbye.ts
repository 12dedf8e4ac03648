import { GoodbyeSaid } from "@liss/contracts";
import { type Handler, on } from "@liss/messaging";
import type { GatewayTables, GatewayTransaction } from "../database/tables.ts";
import { refuseUnsent, type SettleOptions } from "./settle.ts";

/** She said her exit word: what was asked to be sent to her before, and has not left, does not leave. */
export function goodbyeHandler(
  options: Omit<SettleOptions, "now"> & { now: () => Date },
): Handler<GatewayTables> {
  return on<typeof GoodbyeSaid, GatewayTables>(GoodbyeSaid, async ({ contactId, occurredAt }, { tx }) => {
    if (contactId === undefined) return;
    await cancelWaiting(tx, { contactId, until: new Date(occurredAt) }, { ...options, now: options.now() });
  });
}

/**
 * Cancels what waits here for a contact and was asked for until then. What WhatsApp has already taken cannot be called
 * back: its API deletes nothing from her phone. Source: product.md invariant 7.
 */
export async function cancelWaiting(
  tx: GatewayTransaction,
  { contactId, until }: { contactId: string; until: Date },
  options: SettleOptions,
): Promise<void> {
  // The same lock as a request's, in the same order: what is on its way into the row waits here.
  await tx.selectFrom("contacts").select("id").where("id", "=", contactId).forNoKeyUpdate().execute();
  const waiting = await tx
    .selectFrom("outgoing_messages")
    .select("message_id")
    .where("contact_id", "=", contactId)
    .where("dispatch", "=", "queued")
    .where("carried_by", "is", null)
    .where("requested_at", "<=", until)
    .orderBy("sort_at")
    .orderBy("position")
    .execute();
  const reason = { code: "goodbye", retryable: false };
  for (const { message_id: messageId } of waiting) await refuseUnsent(tx, { messageId, reason }, options);
}
