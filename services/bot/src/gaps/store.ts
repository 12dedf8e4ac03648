import type { Transaction } from "@liss/database";
import { type Kysely, sql } from "kysely";
import type { BotTables } from "../database/tables.ts";
import type { Gap, Gaps } from "./gap.ts";

/** Collects gaps in the transaction that treats her message. Times are days: an hour could point at a conversation. */
export function gapsIn(tx: Transaction<BotTables>): Gaps {
  return {
    async collect({ reason, words, at }) {
      if (words === "" || words === "…") return;
      await tx
        .insertInto("gaps")
        .values({ day: at.toISOString().slice(0, 10), reason, words })
        .onConflict((conflict) =>
          conflict.columns(["day", "reason", "words"]).doUpdateSet({ times: sql`gaps.times + 1` }),
        )
        .execute();
    },
  };
}

export type GapLine = { words: string; reason: Gap["reason"]; times: number; lastDay: string };

/** The gap list for the editors, the most frequent first. */
export async function gapList(db: Kysely<BotTables>, since: Date): Promise<GapLine[]> {
  const rows = await db
    .selectFrom("gaps")
    .select(["words", "reason", sql<string>`max(day)::text`.as("last_day")])
    .select(sql<string>`sum(times)`.as("times"))
    .where("day", ">=", since.toISOString().slice(0, 10))
    .groupBy(["words", "reason"])
    .orderBy("times", "desc")
    .orderBy("words")
    .execute();
  return rows.map(({ words, reason, times, last_day }) => ({
    words,
    reason,
    times: Number(times),
    lastDay: last_day,
  }));
}
