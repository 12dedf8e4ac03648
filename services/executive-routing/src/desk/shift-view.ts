import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import type { Shift } from "./requests.ts";

/** Who works now. What somebody has carried is hers alone and not in it. */
export async function shiftOf(db: Database<RoutingTables>): Promise<z.infer<typeof Shift>> {
  const rows = await db
    .selectFrom("executives")
    .leftJoin("presence", "presence.person_id", "executives.person_id")
    .selectAll("executives")
    .select(["presence.state"])
    .select(
      sql<number>`(select coalesce(sum(weight_of(s.status, s.tier_rank)), 0) from sessions s
        where s.owner_id = executives.person_id)`.as("load"),
    )
    .orderBy("name")
    .execute();
  return {
    people: rows.map((row) => ({
      id: row.person_id,
      name: row.name,
      role: row.role,
      presence: row.state ?? ("unknown" as const),
      load: row.load,
      capacity: row.capacity,
      mayChoose: row.may_choose,
      team: row.team,
      languages: row.languages,
      skills: row.skills,
    })),
  };
}
