import type { Assessed, EventOf } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import type { Loaded } from "./session-store.ts";

type Said = EventOf<typeof Assessed>["data"] & { contactId: string; at: string };

/**
 * Keeps what triage said of messages, once, under the contacts' locks, in one round trip.
 * @returns the sessions of those messages, locked; without those that have not arrived themselves.
 */
export async function keepAssessments(
  tx: Transaction<RoutingTables>,
  said: readonly Said[],
): Promise<Map<string, Loaded>> {
  const kept = said.map((one) => ({
    message_id: one.messageId,
    tier: one.tier,
    indicators: one.indicators,
    needs_listening: one.needsListening,
    medical_referral: one.medicalReferral,
    evidence_key_id: one.evidence?.keyId ?? null,
    evidence_box: one.evidence?.box ?? null,
    rule_version: one.ruleVersion,
    at: one.at,
  }));
  const { rows } = await sql<{ message_id: string; state: Session; version: number }>`
    select * from assessments_of(${said.map(({ contactId }) => contactId)}::uuid[],
      ${JSON.stringify(kept)}::json)`.execute(tx);
  return new Map(rows.map((row) => [row.message_id, { session: row.state, version: row.version }]));
}
