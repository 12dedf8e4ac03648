import { randomInt } from "node:crypto";
import type { Indicator, Sealed } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { AssessmentsTable, RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import type { Loaded } from "./session-store.ts";

/**
 * One writer per contact at a time, until the transaction ends. Her message, its assessment and the
 * robot's answer may arrive in any order and on any replica; whoever comes second sees the first.
 */
export async function lockContact(tx: Transaction<RoutingTables>, contactId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contact:${contactId}`}, 0))`.execute(tx);
}

/**
 * What an arriving message finds, locked: her name for staff, her open session, an assessment that was faster, and
 * her plan, still sealed.
 */
export type Found = {
  codeName: string | null;
  open: Loaded | undefined;
  assessment: EarlyAssessment | null;
  plan: Sealed | null;
};

type EarlyAssessment = Pick<AssessmentsTable, "tier" | "needs_listening" | "medical_referral"> & {
  indicators: Indicator[];
};

/** Locks the contacts, as `lockContact` does, and looks, in one round trip. By the message's id. */
export async function findArrivals(
  tx: Transaction<RoutingTables>,
  asked: readonly { contactId: string; messageId: string }[],
): Promise<Map<string, Found>> {
  const { rows } = await sql<{
    message_id: string;
    code_name: string | null;
    state: Session | null;
    version: number | null;
    assessment: EarlyAssessment | null;
    plan_key_id: string | null;
    plan_box: Buffer | null;
  }>`select * from arrivals_of(${asked.map(({ contactId }) => contactId)}::uuid[],
    ${asked.map(({ messageId }) => messageId)}::uuid[])`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.message_id,
      {
        codeName: row.code_name,
        open: row.state && row.version !== null ? { session: row.state, version: row.version } : undefined,
        assessment: row.assessment,
        plan:
          row.plan_key_id && row.plan_box
            ? { keyId: row.plan_key_id, box: row.plan_box.toString("base64") }
            : null,
      },
    ]),
  );
}

/** Flowers and stars: neutral on a screen that somebody may glance at. */
const names = [
  "Rosa",
  "Luz",
  "Alba",
  "Dalia",
  "Iris",
  "Lila",
  "Vega",
  "Lira",
  "Aurora",
  "Camelia",
  "Azucena",
  "Violeta",
  "Jazmín",
  "Magnolia",
  "Estrella",
  "Maitén",
  "Copihue",
  "Añañuca",
  "Amapola",
  "Begonia",
  "Celeste",
  "Electra",
  "Gardenia",
  "Hortensia",
  "Lavanda",
  "Malva",
  "Nardo",
  "Orquídea",
  "Peonía",
  "Retama",
  "Salvia",
  "Verbena",
] as const;

/** The name staff see. Made once per contact; says nothing about her. */
export async function codeNameOf(tx: Transaction<RoutingTables>, contactId: string): Promise<string> {
  const known = await tx
    .selectFrom("contacts")
    .select("code_name")
    .where("id", "=", contactId)
    .executeTakeFirst();
  if (known) return known.code_name;
  for (let digits = 2; ; digits += 1) {
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const name = names[randomInt(names.length)];
      const number = String(randomInt(10 ** digits)).padStart(2, "0");
      const codeName = `${name}-${number}`;
      // A name that another transaction is giving out is not waited for: two lists of openings could wait in a circle.
      const { rows } = await sql<{ code_name: string }>`
        insert into contacts (id, code_name) select ${contactId}, ${codeName}
        where pg_try_advisory_xact_lock(hashtextextended(${`code-name:${codeName}`}, 0))
        on conflict (code_name) do nothing returning code_name`.execute(tx);
      const [made] = rows;
      if (made) return made.code_name;
    }
  }
}
