import type { Transaction } from "@liss/database";
import { sql } from "kysely";
import type { Person } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

/**
 * Holds whoever else would make a first supervisor back until this transaction ends, and looks at those there are.
 * `settled`: one of them can enter, so that people are hers to invite. `waiting`: those who were invited and never
 * came; whoever typed a wrong address, or let a day pass, must be able to begin anew.
 */
export async function lookForSupervisors(
  tx: Transaction<IdentityTables>,
): Promise<{ settled: boolean; waiting: Person[] }> {
  await sql`select pg_advisory_xact_lock(hashtextextended('first-supervisor', 0))`.execute(tx);
  const rows = await tx
    .selectFrom("people")
    .where("role", "=", "supervisor")
    .where("deactivated_at", "is", null)
    .select(["id", "name", "email", "role", "last_login_at"])
    .select(({ exists, selectFrom }) =>
      exists(selectFrom("credentials").select("id").whereRef("credentials.person_id", "=", "people.id")).as(
        "has_password",
      ),
    )
    .forUpdate()
    .execute();
  const waiting = rows.filter((row) => row.last_login_at === null && row.has_password !== true);
  return {
    settled: waiting.length < rows.length,
    waiting: waiting.map(({ id, name, email, role }) => ({ id, name, email, role })),
  };
}
