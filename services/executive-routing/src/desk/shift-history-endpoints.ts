import { ShiftHistoryRead } from "@liss/contracts";
import type { Database } from "@liss/database";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { localTime } from "../hours/schedule.ts";
import type { Policy } from "../queue/policy.ts";
import { readPolicy } from "../store/policy.ts";
import { type Asked, type Endpoint, everybodyAtTheDesk, supervisorsOnly } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { AskShiftHistory, ShiftHistory } from "./shift-history-requests.ts";
import { shiftHistoryOf } from "./shift-history-view.ts";

/** Shifts gone by: a supervisor's team's, and everybody's own. Looking is on the record. */
export const shiftHistoryEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/shift-history",
    summary: "What a shift was, for the people whose work she may see; on the record",
    roles: supervisorsOnly,
    whose: "anyone",
    body: AskShiftHistory,
    answer: ShiftHistory,
    handle: async (asked) => tell(asked, "team", await peopleOf(asked)),
  },
  {
    method: "post",
    path: "/me/shift-history",
    summary: "What her own shift was; on the record",
    roles: everybodyAtTheDesk,
    whose: "anyone",
    body: AskShiftHistory,
    answer: ShiftHistory,
    handle: (asked) => tell(asked, "self", [{ id: asked.me.id, name: asked.me.name }]),
  },
];

/** Her team, or everybody when she has none: as with what they attend. */
async function peopleOf({ deps: { db }, me }: Asked) {
  const rows = await db
    .selectFrom("executives")
    .select(["person_id as id", "name", "team"])
    .orderBy("name")
    .execute();
  const team = rows.find(({ id }) => id === me.id)?.team ?? null;
  return rows.filter((row) => team === null || row.team === team).map(({ id, name }) => ({ id, name }));
}

async function tell(
  { deps, me, req }: Asked,
  about: "team" | "self",
  people: { id: string; name: string }[],
): Promise<ShiftHistory> {
  const { date, block } = AskShiftHistory.parse(req.body ?? {});
  const { db, clock, recorder } = deps;
  const now = clock.now();
  const policy = await readPolicy(db);
  const { timeZone } = policy.hours;
  const earliest = localTime(
    new Date(Date.parse(now) - policy.historyDays * 24 * 3_600_000).toISOString(),
    timeZone,
  ).date;
  if (date < earliest) throw new Refused("not-found", `Shifts before ${earliest} are not kept`);
  const blocks = blocksOf(policy.shiftStarts);
  const chosen = block === null ? null : blocks[block];
  if (chosen === undefined) throw new Refused("not-found", "The day has fewer shifts");
  const within = await stretchOf(db, { date, timeZone, block: chosen, starts: policy.shiftStarts });
  const span = { from: new Date(within.from).toISOString(), to: new Date(within.to).toISOString() };
  await recorder.record(
    ShiftHistoryRead.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: now,
      actor: { kind: "person", id: me.id, role: me.role },
      data: { personId: me.id, about, people: people.length, ...span },
    }),
  );
  const told = await shiftHistoryOf(db, { within, people, reader: me.id, now: Date.parse(now) });
  return { now, ...span, earliest, blocks, ...told };
}

type Block = { from: string; to: string };

/** Each shift ends when the next begins; the last, when the first begins on the morrow. */
const blocksOf = (starts: Policy["shiftStarts"]): Block[] =>
  starts.map((from, index) => ({ from, to: starts[index + 1] ?? starts[0] ?? from }));

/** From local hours to instants, by the database's calendar: days on which the clock is changed are longer or shorter. */
async function stretchOf(
  db: Database<RoutingTables>,
  {
    date,
    timeZone,
    block,
    starts,
  }: { date: string; timeZone: string; block: Block | null; starts: string[] },
): Promise<{ from: number; to: number }> {
  const first = starts[0] ?? "00:00";
  const { from, to } = block ?? { from: first, to: first };
  const nextDay = to <= from ? 1 : 0;
  const { rows } = await sql<{ from: Date; to: Date }>`
    select (${date}::date + ${from}::time) at time zone ${timeZone} as from,
      (${date}::date + ${nextDay}::int + ${to}::time) at time zone ${timeZone} as to`.execute(db);
  const row = rows[0];
  if (!row) throw new Error("the database told no hours");
  return { from: row.from.getTime(), to: row.to.getTime() };
}
