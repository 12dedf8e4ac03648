import { GoodbyeSaid } from "@liss/contracts";
import { type Handler, on } from "@liss/messaging";
import { sql } from "kysely";
import type { GatewayTables, GatewayTransaction } from "../database/tables.ts";
import { refuseUnsent, type Unsent } from "./settle.ts";
import type { Tracking } from "./tracking.ts";

/** Her exit word, or the word that looks like one. */
export type Goodbye = {
  contactId: string;
  /** By WhatsApp's clock, as all that she writes. */
  saidAt: Date;
  /** By ours, when it was known to somebody. */
  heardAt: Date;
};

type GoodbyeOptions = { tracking: Tracking; now: () => Date };

/** executive-routing heard it: her exit word, which the gateway heard as well, or the one that only her plan knows. */
export function goodbyeHandler({ tracking, now }: GoodbyeOptions): Handler<GatewayTables> {
  return on<typeof GoodbyeSaid, GatewayTables>(
    GoodbyeSaid,
    async ({ contactId, occurredAt, data }, { tx }) => {
      if (contactId === undefined) return;
      const goodbye = {
        contactId,
        saidAt: new Date(data.saidAt ?? occurredAt),
        heardAt: new Date(occurredAt),
      };
      await noteGoodbye(tx, goodbye, { tracking, now: now() });
    },
  );
}

/**
 * From here on nothing leaves that was decided without knowing of her goodbye: what waits is cancelled, and the mark on
 * her row does the same to what is recorded or tried again later (`isUndone`). What WhatsApp has already taken cannot
 * be called back: its API deletes nothing from her phone. Source: product.md invariant 7.
 */
export async function noteGoodbye(
  tx: GatewayTransaction,
  { contactId, saidAt, heardAt }: Goodbye,
  options: Unsent,
): Promise<void> {
  // Her row first, as whoever records or sends a message does: one of them waits for the other.
  await tx
    .updateTable("contacts")
    .set({
      goodbye_said_at: sql`greatest(goodbye_said_at, ${saidAt}::timestamptz)`,
      goodbye_heard_at: sql`greatest(goodbye_heard_at, ${heardAt}::timestamptz)`,
    })
    .where("id", "=", contactId)
    .where("erased_at", "is", null)
    .execute();
  const waiting = await tx
    .selectFrom("outgoing_messages as message")
    .innerJoin("contacts as contact", "contact.id", "message.contact_id")
    .select("message.message_id")
    .where("message.contact_id", "=", contactId)
    .where("message.dispatch", "=", "queued")
    .where("message.carried_by", "is", null)
    .where(decidedWithoutIt)
    .orderBy("message.sort_at")
    .orderBy("message.position")
    .execute();
  for (const { message_id: messageId } of waiting) await cancel(tx, messageId, options);
}

/** She said goodbye after the last that whoever decided it had heard of her; before they told, until it was known. */
const decidedWithoutIt = sql<boolean>`coalesce(
  message.heard_until <= contact.goodbye_said_at, message.requested_at <= contact.goodbye_heard_at, false)`;

/**
 * Whether a goodbye of hers undoes a message that is recorded here. Keeps her row as it is until the transaction ends,
 * so that a goodbye is noted either before the message leaves, or after it was on its way.
 */
export async function isUndone(tx: GatewayTransaction, messageId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("contacts as contact")
    .innerJoin("outgoing_messages as message", "message.contact_id", "contact.id")
    .select(decidedWithoutIt.as("undone"))
    .where("message.message_id", "=", messageId)
    .forShare("contact")
    .executeTakeFirst();
  return row?.undone ?? false;
}

/** Shown to its author as not sent, because of her goodbye. */
export async function cancel(tx: GatewayTransaction, messageId: string, options: Unsent): Promise<void> {
  await refuseUnsent(tx, { messageId, reason: byGoodbye }, options);
}

/** Why a message does not leave. */
export const byGoodbye = { code: "goodbye", retryable: false } as const;
