import type { Assessed, EventOf } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import type { Loaded } from "./session-store.ts";

type Said = EventOf<typeof Assessed>["data"] & { at: string };

/**
 * Keeps what triage said of a message, once, under the contact's lock, in one round trip.
 * @returns the session of that message, locked; undefined while the message itself has not arrived.
 */
export async function keepAssessment(
  tx: Transaction<RoutingTables>,
  contactId: string,
  said: Said,
): Promise<Loaded | undefined> {
  const { evidence } = said;
  const { rows } = await sql<{ state: Session; version: number }>`
    select * from assessment_of(${contactId}, row(
      ${said.messageId}::uuid, ${said.tier}, ${JSON.stringify(said.indicators)}::jsonb, ${said.needsListening}::boolean,
      ${said.medicalReferral}::boolean, ${evidence?.keyId ?? null}::uuid,
      ${evidence ? Buffer.from(evidence.box, "base64") : null}::bytea, ${said.ruleVersion}, ${said.at}::timestamptz
    )::assessments)`.execute(tx);
  const [row] = rows;
  return row && { session: row.state, version: row.version };
}
