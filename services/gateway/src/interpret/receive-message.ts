import {
  ContactCreated,
  contactScope,
  type Envelope,
  MessageReceived,
  messageContext,
} from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { emitSessionRoot, inSession } from "@liss/telemetry";
import { v7 as uuidv7 } from "uuid";
import { boxOf } from "../database/sealed-columns.ts";
import type { GatewayTransaction } from "../database/tables.ts";
import { alert, gatewayEvent } from "../events.ts";
import type { Conflict } from "../identity/contacts.ts";
import { sessionFor } from "../sessions/sessions.ts";
import type { ItemContext } from "./effects.ts";
import type { MessageItem } from "./item.ts";

/** A message of hers: once, however often WhatsApp delivers it; in its session's trace; sealed from here on. */
export async function receiveMessage(item: MessageItem, context: ItemContext): Promise<void> {
  const { tx, contacts, indexes, metrics, phoneNumberId, source, now } = context;
  const wamidIndex = indexes.wamid(item.wamid);
  const { contactId, created, conflict } = await contacts.resolve(tx, item.sender, now());
  // Her row is locked now, so the same message in another delivery is either here already or waits.
  if (await isKnown(tx, phoneNumberId, wamidIndex)) {
    context.afterCommit(() => metrics.messageRepeated());
    return;
  }
  const { sessionId, proposed } = await sessionFor(tx, contactId, now());
  const sentAt = item.sentAt ?? source.receivedAt;
  await openWindow(tx, contactId, phoneNumberId, earlierOf(sentAt, source.receivedAt));
  if (conflict) await noteConflict(tx, conflict, now());

  const messageId = uuidv7();
  const { kind } = item.content;
  if (proposed) context.afterCommit(() => emitSessionRoot(sessionId, { "liss.contact.id": contactId }));
  context.afterCommit(() => metrics.messageReceived(kind));
  const attributes = { "liss.message.id": messageId, "liss.message.kind": kind };
  await inSession(sessionId, "receive message", attributes, async () => {
    const { vault } = context;
    const scope = contactScope(contactId);
    const content = await vault.seal(scope, messageContext(messageId), JSON.stringify(item.content));
    const wamid = await vault.seal(scope, `wamid:${messageId}`, item.wamid);
    await tx
      .insertInto("inbound_messages")
      .values({
        message_id: messageId,
        phone_number_id: phoneNumberId,
        wamid_index: wamidIndex,
        wamid_key_id: wamid.keyId,
        wamid_box: boxOf(wamid),
        contact_id: contactId,
        session_id: sessionId,
        delivery_id: source.deliveryId,
        kind,
        sent_at: sentAt,
        received_at: source.receivedAt,
      })
      .execute();
    const about = { now: now(), contactId, sessionId, actor: { kind: "contact" } as const };
    const events: Envelope[] = created ? [gatewayEvent(ContactCreated, about, { contactId })] : [];
    const replyTo = await messageIdOf(context, item.replyTo, contactId);
    const received = {
      messageId,
      kind,
      sentAt: sentAt.toISOString(),
      receivedAt: source.receivedAt.toISOString(),
      content,
      ...(replyTo && { replyTo }),
    };
    await appendEvents(tx, [...events, gatewayEvent(MessageReceived, about, received)]);
  });
}

async function isKnown(tx: GatewayTransaction, phoneNumberId: string, wamidIndex: Buffer): Promise<boolean> {
  const row = await tx
    .selectFrom("inbound_messages")
    .select("message_id")
    .where("phone_number_id", "=", phoneNumberId)
    .where("wamid_index", "=", wamidIndex)
    .executeTakeFirst();
  return row !== undefined;
}

/** A clock of WhatsApp's that is ahead of ours must not keep the window open longer. */
function earlierOf(one: Date, other: Date): Date {
  return one.getTime() <= other.getTime() ? one : other;
}

async function openWindow(tx: GatewayTransaction, contactId: string, phoneNumberId: string, at: Date) {
  await tx
    .insertInto("windows")
    .values({ contact_id: contactId, phone_number_id: phoneNumberId, last_inbound_at: at })
    .onConflict((conflict) =>
      conflict.columns(["contact_id", "phone_number_id"]).doUpdateSet(({ fn, ref, val }) => ({
        last_inbound_at: fn("greatest", [ref("windows.last_inbound_at"), val(at)]),
      })),
    )
    .execute();
}

/** Ours or hers, by WhatsApp's id; only within her own conversation. */
async function messageIdOf(
  { tx, indexes, phoneNumberId }: ItemContext,
  wamid: string | undefined,
  contactId: string,
): Promise<string | undefined> {
  if (wamid === undefined) return undefined;
  const index = indexes.wamid(wamid);
  for (const table of ["outgoing_messages", "inbound_messages"] as const) {
    const row = await tx
      .selectFrom(table)
      .select("message_id")
      .where("phone_number_id", "=", phoneNumberId)
      .where("wamid_index", "=", index)
      .where("contact_id", "=", contactId)
      .executeTakeFirst();
    if (row) return row.message_id;
  }
  return undefined;
}

/** A person must make sure that it is she. Said once per pair of identities, not with every message. */
async function noteConflict(tx: GatewayTransaction, conflict: Conflict, now: Date): Promise<void> {
  const { contactId, kind, otherIndex } = conflict;
  const noted = await tx
    .insertInto("identity_conflicts")
    .values({ contact_id: contactId, kind, other_index: otherIndex, noted_at: now })
    .onConflict((clash) => clash.columns(["contact_id", "kind", "other_index"]).doNothing())
    .returning("kind")
    .executeTakeFirst();
  if (!noted) return;
  await appendEvents(tx, [alert("identity-conflict", "critical", { kind }, { now, contactId })]);
}
