import { type EventOf, SendRequested } from "@liss/contracts";
import { type Handler, on, Permanent } from "@liss/messaging";
import { boxOf } from "../database/sealed-columns.ts";
import type { GatewayTables, GatewayTransaction } from "../database/tables.ts";
import { cancel, isUndone } from "./goodbye.ts";
import { placeInRow, pushBack } from "./place.ts";
import type { Tracking } from "./tracking.ts";

type RequestOptions = {
  tracking: Tracking;
  phoneNumberId: string;
  now: () => Date;
  onRequested: () => void;
};

/** A request to send becomes a row; the dispatcher does the rest. The same message id twice is one message. */
export function sendRequestHandler({
  tracking,
  phoneNumberId,
  now,
  onRequested,
}: RequestOptions): Handler<GatewayTables> {
  return on<typeof SendRequested, GatewayTables>(SendRequested, async (event, { tx }) => {
    const contactId = event.contactId;
    if (contactId === undefined) throw new Permanent(`send request ${event.id} names no contact`);
    await recordRequest(tx, { event, contactId, tracking, phoneNumberId, now: now() });
    onRequested();
  });
}

type Request = {
  event: EventOf<typeof SendRequested>;
  contactId: string;
  tracking: Tracking;
  phoneNumberId: string;
  now: Date;
};

/** A request that her goodbye overtook is recorded as not sent. @throws Permanent when nobody knows the contact. */
export async function recordRequest(tx: GatewayTransaction, request: Request): Promise<void> {
  const { event, contactId, tracking, phoneNumberId, now } = request;
  // Her row, locked: the places of her messages are given one at a time.
  const known = await tx
    .selectFrom("contacts")
    .select(["id", "goodbye_said_at"])
    .where("id", "=", contactId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!known) throw new Permanent(`send request ${event.id} is for a contact that does not exist`);
  const row = rowOf(event, contactId, now);
  const sort_at = await placeInRow(tx, row);
  const inserted = await tx
    .insertInto("outgoing_messages")
    .values({ ...row, sort_at, phone_number_id: phoneNumberId })
    .onConflict((conflict) => conflict.column("message_id").doNothing())
    .returning("message_id")
    .executeTakeFirst();
  if (!inserted) return;
  const messageId = row.message_id;
  await pushBack(tx, { messageId, sortAt: sort_at });
  if (known.goodbye_said_at !== null && (await isUndone(tx, messageId)))
    await cancel(tx, messageId, { tracking, now });
}

function rowOf({ data, sessionId }: EventOf<typeof SendRequested>, contactId: string, now: Date) {
  return {
    message_id: data.messageId,
    contact_id: contactId,
    session_id: sessionId ?? null,
    author: data.author,
    kind: data.kind,
    content_key_id: data.content.keyId,
    content_box: boxOf(data.content),
    requested_at: new Date(data.requestedAt),
    recorded_at: now,
    heard_until: data.heardUntil === undefined ? null : new Date(data.heardUntil),
    previous_message_id: data.previousMessageId ?? null,
    reply_to: data.replyTo ?? null,
    carried_by: null,
    uploaded_media: null,
    uploaded_at: null,
    dispatch: "queued" as const,
    attempts: 0,
    next_attempt_at: now,
    attempting_since: null,
    state: "queued" as const,
    state_at: now,
    reason_code: null,
    wamid_index: null,
    wamid_key_id: null,
    wamid_box: null,
  };
}
