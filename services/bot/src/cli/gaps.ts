import { openDatabase } from "@liss/database";
import { loadConfig } from "@liss/telemetry";
import { z } from "zod";
import type { BotTables } from "../database/tables.ts";
import { gapList } from "../gaps/store.ts";

// bot:gaps: what was asked in the last 90 days and could not be answered, for whoever writes the content.
const { DATABASE_URL, GAPS_AT_LEAST } = loadConfig(
  z.object({
    DATABASE_URL: z
      .url()
      .describe("The bot's own database")
      .meta({ example: "postgres://bot:…@127.0.0.1:5432/bot" }),
    GAPS_AT_LEAST: z.coerce
      .number()
      .int()
      .min(1)
      .default(3)
      .describe("How often the same words must have been asked to be shown; once could point at a person"),
  }),
  process.env,
);
const days90 = 90 * 24 * 60 * 60 * 1000;
const db = openDatabase<BotTables>({ url: DATABASE_URL, name: "bot gaps", poolSize: 1 });
const gaps = await gapList(db, new Date(Date.now() - days90)).finally(() => db.destroy());
for (const { times, reason, words, lastDay } of gaps.filter((gap) => gap.times >= GAPS_AT_LEAST))
  console.log(`${times}\t${reason}\t${lastDay}\t${words}`);
