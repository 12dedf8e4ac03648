import { type EventOf, SendRequested } from "@liss/contracts";
import { type Handler, on, Permanent } from "@liss/messaging";
import { boxOf } from "../database/sealed-columns.ts";
import type { GatewayTables } from "../database/tables.ts";

type RequestOptions = { phoneNumberId: string; now: () => Date; onRequested: () => void };

/** A request to send becomes a row; the dispatcher does the rest. The same message id twice is one message. */
export function sendRequestHandler({
  phoneNumberId,
  now,
  onRequested,
}: RequestOptions): Handler<GatewayTables> {
  return on<typeof SendRequested, GatewayTables>(SendRequested, async (event, { tx }) => {
    const contactId = event.contactId;
    if (contactId === undefined) throw new Permanent(`send request ${event.id} names no contact`);
    const known = await tx.selectFrom("contacts").select("id").where("id", "=", contactId).executeTakeFirst();
    if (!known) throw new Permanent(`send request ${event.id} is for a contact that does not exist`);
    await tx
      .insertInto("outgoing_messages")
      .values({ ...rowOf(event, contactId, now()), phone_number_id: phoneNumberId })
      .onConflict((conflict) => conflict.column("message_id").doNothing())
      .execute();
    onRequested();
  });
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
