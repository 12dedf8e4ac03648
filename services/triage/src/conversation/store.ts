import type { MessageKind, Sealed } from "@liss/contracts";
import { type Transaction, withCommit } from "@liss/database";
import { sql } from "kysely";
import type { Conversation } from "../assess/assess.ts";
import { burst, nearby } from "../assess/nearby.ts";
import type { TriageTables } from "../database/tables.ts";
import type { SealedCodeWord } from "./code-words.ts";

type Tx = Transaction<TriageTables>;

export type StoredMessage = {
  id: string;
  sessionId: string;
  contactId: string;
  kind: MessageKind;
  sentAt: string;
  receivedAt: string;
  content: Sealed;
};

export type Neighbour = { id: string; content: Sealed };

/** What a message finds: its conversation, what was written around it, and what was agreed with her. */
export type Surroundings = {
  conversation: Conversation;
  /** What she wrote just before and just after, in the order of her clock. */
  before: Neighbour[];
  after: Neighbour[];
  /** How many messages she wrote in the time of a burst that ends with this one, this one included. */
  lately: number;
  codes: SealedCodeWord[];
};

/**
 * Keeps messages, sealed as they came, and looks at what is around each, in one round trip. Their conversations are
 * created if these are their first messages, and locked: two messages of hers that arrive at once are assessed one
 * after the other, so that the second sees the first, here in the order given.
 * @returns by message; without those that were there already, which have been assessed.
 */
export async function keepMessages(
  tx: Tx,
  messages: readonly StoredMessage[],
  now: Date,
): Promise<Map<string, Surroundings>> {
  const given = messages.map((message) => ({
    id: message.id,
    session_id: message.sessionId,
    contact_id: message.contactId,
    kind: message.kind,
    sent_at: message.sentAt,
    received_at: message.receivedAt,
    key_id: message.content.keyId,
    box: message.content.box,
  }));
  const { rows } = await sql<{
    id: string;
    tier: Conversation["tier"];
    indicators: Conversation["indicators"];
    signs: Conversation["signs"];
    medical_referral: boolean;
    before: Neighbour[] | null;
    after: Neighbour[] | null;
    lately: number;
    codes: SealedCodeWord[] | null;
  }>`select * from keep_messages(${JSON.stringify(given)}::json, ${now}::timestamptz,
    ${nearby.messages}::integer, ${nearby.ms}::integer, ${burst.ms}::integer)`.execute(tx);
  return new Map(
    rows.map(({ id, tier, indicators, signs, medical_referral: medicalReferral, ...around }) => [
      id,
      {
        conversation: { tier, indicators, signs, medicalReferral },
        before: around.before ?? [],
        after: around.after ?? [],
        lately: around.lately,
        codes: around.codes ?? [],
      },
    ]),
  );
}

/** What the conversations have shown by now, by session. Written together with the commit: nobody looks at it before. */
export async function saveConversations(
  tx: Tx,
  conversations: ReadonlyMap<string, Conversation>,
  now: Date,
): Promise<void> {
  if (conversations.size === 0) return;
  const given = [...conversations].map(([sessionId, { tier, indicators, signs, medicalReferral }]) => ({
    session_id: sessionId,
    tier,
    indicators,
    signs,
    medical_referral: medicalReferral,
  }));
  await withCommit(
    tx,
    sql`
    update conversations c set tier = n.tier, indicators = n.indicators, signs = n.signs,
      medical_referral = n.medical_referral, updated_at = ${now}
    from json_to_recordset(${JSON.stringify(given)}::json) as n(
      session_id uuid, tier text, indicators jsonb, signs jsonb, medical_referral boolean)
    where c.session_id = n.session_id and c.session_id = any(${[...conversations.keys()]}::uuid[])`,
  );
}
