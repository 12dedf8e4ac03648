import type { Database, Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import { type Policy, policyFrom } from "../queue/policy.ts";

type Reader = Pick<Database<RoutingTables> | Transaction<RoutingTables>, "selectFrom">;

/** How the desk works now. One row, read anew each time: a change counts at once on every replica. */
export async function readPolicy(db: Reader): Promise<Policy> {
  const row = await db
    .selectFrom("policy")
    .select(["danger", "standard", "delegated", "rest"])
    .executeTakeFirstOrThrow();
  return policyFrom(row);
}

/** Replaces the policy. Sessions weigh anew from the next claim on. */
export async function writePolicy(tx: Transaction<RoutingTables>, policy: Policy): Promise<void> {
  const { weights, ...rest } = policy;
  await tx
    .updateTable("policy")
    .set({ ...weights, rest: JSON.stringify(rest) })
    .execute();
}

/** The hours of a new installation. Once somebody has set them, they are theirs. */
export async function beginWithHours(db: Database<RoutingTables>, hours: Policy["hours"]): Promise<void> {
  await db
    .updateTable("policy")
    .set({ rest: sql<string>`${JSON.stringify({ hours })}::jsonb || rest` })
    .execute();
}
