import { PresenceChanged, type presences } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import type { Staff } from "../queue/take.ts";
import { recordChanges, shiftChanged } from "../store/feed.ts";

type Tx = Transaction<RoutingTables>;
type State = (typeof presences)[number];

/** Longer away than this and it is another shift: what she carried before no longer counts against her. */
const newShiftAfterMs = 4 * 60 * 60 * 1000;

/**
 * She is here, with a live connection: from now on it may ring for her, before she has pressed anything. A break stays a break until she ends it; a new shift begins with counters at
 * zero. Says so on the record when it is news.
 */
export async function arrive(
  db: Database<RoutingTables>,
  person: Staff,
  chooses: boolean,
  now: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto("executives")
      .values({
        person_id: person.id,
        name: person.name,
        role: person.role,
        may_choose: person.role === "supervisor" || chooses,
      })
      .onConflict((conflict) => conflict.column("person_id").doNothing())
      .execute();
    const before = await tx
      .selectFrom("presence")
      .select(["state", "seen_at"])
      .where("person_id", "=", person.id)
      .forUpdate()
      .executeTakeFirst();
    await tx
      .insertInto("presence")
      .values({ person_id: person.id, state: "here", seen_at: now })
      .onConflict((conflict) =>
        conflict.column("person_id").doUpdateSet({
          seen_at: now,
          state: sql`case when presence.state = 'break' then 'break' else 'here' end`,
        }),
      )
      .execute();
    const away = before ? Date.parse(now) - before.seen_at.getTime() : Number.POSITIVE_INFINITY;
    if (away > newShiftAfterMs || before?.state === "off") await beginShift(tx, person.id);
    if (before?.state !== "here" && before?.state !== "break") await record(tx, person, "here", now);
  });
}

async function beginShift(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable("care")
    .set({ in_a_row: 0, on_shift: 0, protected_until: null, taken_off: false })
    .where("person_id", "=", personId)
    .execute();
}

/**
 * What her screen says: nobody has touched it for long, or somebody does again. Only between these two: a break or the
 * end of a shift is hers to say and to unsay. Away, nothing is offered to her, and what she attends stays hers.
 */
export async function showScreen(tx: Tx, person: Staff, state: "here" | "away", now: string): Promise<void> {
  const changed = await tx
    .updateTable("presence")
    .set({ state, seen_at: now })
    .where("person_id", "=", person.id)
    .where("state", "=", state === "here" ? "away" : "here")
    .returning("person_id")
    .executeTakeFirst();
  if (changed) await record(tx, person, state, now);
}

/** What she says of herself: here, on a break, or off. */
export async function declare(
  tx: Tx,
  person: Staff,
  state: "here" | "break" | "off",
  now: string,
): Promise<void> {
  await tx
    .insertInto("presence")
    .values({ person_id: person.id, state, seen_at: now })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ state, seen_at: now }))
    .execute();
  if (state === "off")
    await tx.updateTable("executives").set({ ready: false }).where("person_id", "=", person.id).execute();
  await record(tx, person, state, now);
}

/** The one-tap "take me off", and its undoing. No reason is asked and none is kept. */
export async function takeOff(tx: Tx, person: Staff, off: boolean, now: string): Promise<void> {
  await tx
    .insertInto("care")
    .values({ person_id: person.id, taken_off: off })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ taken_off: off }))
    .execute();
  await record(tx, person, off ? "no-emergencies" : "emergencies-again", now);
}

/** A member of staff came, went or changed how she works: on the record. */
export async function record(
  tx: Tx,
  person: { id: string; role?: Staff["role"] },
  state: State,
  now: string,
): Promise<void> {
  const actor = person.role
    ? { kind: "person" as const, id: person.id, role: person.role }
    : { kind: "service" as const, name: "executive-routing" as const };
  await appendEvents(tx, [
    PresenceChanged.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: now,
      actor,
      data: { personId: person.id, state },
    }),
  ]);
  if (state !== "no-emergencies" && state !== "emergencies-again")
    await tx.insertInto("presence_log").values({ person_id: person.id, state, at: now }).execute();
  await recordChanges(tx, [shiftChanged]);
}
