import type { Database } from "@liss/database";
import { type RawBuilder, sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import { toHex, toText } from "../proof/bytes.ts";
import { factsOf } from "./facts.ts";
import type { Names } from "./names.ts";
import type { Step } from "./schema.ts";

type Row = { bytes: Buffer; leaf_hash: Buffer };

/** Enough for the longest night; a session with more is shown up to here. */
const MOST_STEPS = 5_000;

/**
 * The messages that routing put on the timeline of a session. An entry about one of them belongs to it even when
 * the gateway had proposed another session id for the message.
 */
const messagesOfSession = (sessionId: string) => sql`
  select m.message_id from mentions m join entries e on e.index = m.entry_index
  where e.session_id = ${sessionId} and e.source = 'executive-routing'`;

/**
 * All entries of a session, causes before effects: in the order of the broker's stream, into which an event can only
 * come after the one that brought it about. The services' clocks need not agree for that.
 */
export async function stepsOfSession(
  db: Database<AuditTables>,
  names: Names,
  sessionId: string,
): Promise<Step[]> {
  return steps(
    db,
    names,
    sql`session_id = ${sessionId} or index in (
      select entry_index from mentions where message_id in (${messagesOfSession(sessionId)}))`,
    sql`stream_sequence, index`,
    MOST_STEPS,
  );
}

export async function stepAt(
  db: Database<AuditTables>,
  names: Names,
  index: number,
): Promise<Step | undefined> {
  const [step] = await steps(db, names, sql`index = ${index}`, sql`index`, 1);
  return step;
}

/**
 * Entries that speak of a session which routing never opened, about messages that no other session took in. Newest
 * first. Normally none, but for the moments between a message and its session.
 */
export async function unattachedSteps(db: Database<AuditTables>, names: Names): Promise<Step[]> {
  return steps(
    db,
    names,
    sql`session_id is not null
      and not exists (
        select from entries o where o.session_id = entries.session_id and o.type = 'routing.session-opened')
      and not exists (
        select from mentions mine
        join mentions theirs on theirs.message_id = mine.message_id
        join entries e on e.index = theirs.entry_index
        where mine.entry_index = entries.index and e.source = 'executive-routing')`,
    sql`index desc`,
    500,
  );
}

async function steps(
  db: Database<AuditTables>,
  names: Names,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
): Promise<Step[]> {
  const { rows } = await sql<Row>`
    select bytes, leaf_hash from entries where ${where} order by ${order} limit ${limit}`.execute(db);
  const all = rows.map((row) => {
    const entry = toText(row.bytes);
    return { ...factsOf(entry), leafHash: toHex(row.leaf_hash), entry };
  });
  const ids = all.flatMap(({ actor }) => (actor?.kind === "person" ? [actor.id] : []));
  const known = await names.of(ids);
  return all.map((step) => ({
    ...step,
    actorName: step.actor?.kind === "person" ? (known.get(step.actor.id)?.name ?? null) : null,
  }));
}
