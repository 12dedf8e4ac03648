import { ContactCreated, MessageRevoked } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import { gatewayEvent } from "../events.ts";
import type { EffectContext, Source } from "./effects.ts";
import type { RevokeItem } from "./item.ts";
import type { TakenBack } from "./message-rows.ts";

/**
 * She takes a message back: only one of hers, once. One that has not come yet is taken back when it comes, for
 * WhatsApp keeps no order.
 */
export async function receiveRevocation(
  item: RevokeItem,
  source: Source,
  context: EffectContext,
): Promise<void> {
  const { tx, contacts, indexes, phoneNumberId, now } = context;
  const wamidIndex = indexes.wamid(item.revokes);
  // Her row is locked: a message of hers is either here already or finds the revocation waiting.
  const { contactId, created } = await contacts.resolve(tx, item.sender, now());
  if (created)
    await appendEvents(tx, [
      gatewayEvent(ContactCreated, { now: now(), contactId, actor: hers }, { contactId }),
    ]);
  const at = item.at ?? source.receivedAt;
  const message = await tx
    .selectFrom("inbound_messages")
    .select(["message_id", "contact_id", "session_id"])
    .where("phone_number_id", "=", phoneNumberId)
    .where("wamid_index", "=", wamidIndex)
    .executeTakeFirst();
  if (message) {
    if (message.contact_id !== contactId) return; // nobody takes back another's words
    await revoke({ messageId: message.message_id, contactId, sessionId: message.session_id }, at, context);
    return;
  }
  await tx
    .insertInto("waiting_revocations")
    .values({
      phone_number_id: phoneNumberId,
      wamid_index: wamidIndex,
      contact_id: contactId,
      at,
      received_at: source.receivedAt,
    })
    .onConflict((conflict) => conflict.columns(["phone_number_id", "wamid_index"]).doNothing())
    .execute();
}

const hers = { kind: "contact" } as const;

type Hers = { messageId: string; contactId: string; sessionId: string };

/** A message that has just arrived and had been taken back before: by her, or it stays. */
export async function applyWaitingRevocation(
  message: Hers,
  { by, at }: TakenBack,
  context: EffectContext,
): Promise<void> {
  if (message.contactId === by) await revoke(message, at, context);
}

async function revoke(
  { messageId, contactId, sessionId }: Hers,
  at: Date,
  { tx, now }: EffectContext,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("inbound_messages")
    .set({ revoked_at: at })
    .where("message_id", "=", messageId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const about = { now: now(), contactId, sessionId, actor: hers };
  const event = gatewayEvent(MessageRevoked, about, { messageId, revokedAt: at.toISOString() });
  await inSession(sessionId, "message revoked", { "liss.message.id": messageId }, () =>
    appendEvents(tx, [event]),
  );
}
