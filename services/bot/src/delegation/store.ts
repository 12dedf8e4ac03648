import type { Sealed } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import type { BotTables } from "../database/tables.ts";
import { FlowState, newFlow } from "../flow/state.ts";

type Tx = Transaction<BotTables>;

export type Delegation = {
  id: string;
  contactId: string;
  sessionId: string;
  status: "expected" | "open" | "ended";
  topics: string[];
  expiresAt: Date | null;
  flow: FlowState;
};

export type Ask = { messageId: string; sentAt: Date; content: Sealed };

/**
 * The delegation, created if this is the first that is heard of it, and locked: whatever arrives about it, in
 * whatever order, is treated one after the other.
 */
export async function lockDelegation(
  tx: Tx,
  about: { delegationId: string; contactId: string; sessionId: string; now: Date },
): Promise<Delegation> {
  await tx
    .insertInto("delegations")
    .values({
      id: about.delegationId,
      contact_id: about.contactId,
      session_id: about.sessionId,
      status: "expected",
      topics: "[]",
      expires_at: null,
      flow: JSON.stringify(newFlow),
      updated_at: about.now,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const row = await tx
    .selectFrom("delegations")
    .selectAll()
    .where("id", "=", about.delegationId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    contactId: row.contact_id,
    sessionId: row.session_id,
    status: row.status,
    topics: row.topics,
    expiresAt: row.expires_at,
    flow: FlowState.parse(row.flow),
  };
}

export async function saveDelegation(tx: Tx, delegation: Delegation, now: Date): Promise<void> {
  await tx
    .updateTable("delegations")
    .set({
      status: delegation.status,
      topics: JSON.stringify(delegation.topics),
      expires_at: delegation.expiresAt,
      flow: JSON.stringify(delegation.flow),
      updated_at: now,
    })
    .where("id", "=", delegation.id)
    .execute();
}

/** Notes her message. False when it was already there: then it has been answered, or waits. */
export async function addAsk(tx: Tx, delegationId: string, ask: Ask, keep: boolean): Promise<boolean> {
  const added = await tx
    .insertInto("asks")
    .values({
      delegation_id: delegationId,
      message_id: ask.messageId,
      sent_at: ask.sentAt,
      key_id: keep ? ask.content.keyId : null,
      box: keep ? Buffer.from(ask.content.box, "base64") : null,
    })
    .onConflict((conflict) => conflict.columns(["delegation_id", "message_id"]).doNothing())
    .returning("message_id")
    .executeTakeFirst();
  return added !== undefined;
}

/** Takes out the messages that came before their delegation, in the order in which she wrote them. */
export async function takeWaitingAsks(tx: Tx, delegationId: string): Promise<Ask[]> {
  const rows = await tx
    .selectFrom("asks")
    .selectAll()
    .where("delegation_id", "=", delegationId)
    .where("box", "is not", null)
    .orderBy("sent_at")
    .orderBy("message_id")
    .execute();
  await tx
    .updateTable("asks")
    .set({ key_id: null, box: null })
    .where("delegation_id", "=", delegationId)
    .where("box", "is not", null)
    .execute();
  return rows.flatMap(({ message_id, sent_at, key_id, box }) =>
    key_id && box
      ? [{ messageId: message_id, sentAt: sent_at, content: { keyId: key_id, box: box.toString("base64") } }]
      : [],
  );
}
