import type { TakenBackPolicy } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { type SqlBool, sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";

/** How long what is kept, and whether what she takes back is. Source: config.ts. */
export type Schedule = { contentHours: number; factsDays: number; takenBack: TakenBackPolicy };

type Tx = Transaction<RoutingTables>;

/** Whoever decides that something goes, or stays, decides alone: a hold is never a moment too late. */
export async function lockSchedule(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('retention', 0))`.execute(tx);
}

/** Closed before this, the content of a conversation has had its time. */
export function contentCutoff({ contentHours }: Pick<Schedule, "contentHours">, now: string): string {
  return new Date(Date.parse(now) - contentHours * 3_600_000).toISOString();
}

/** Few at a time: what is begun is finished before more begins. */
const atOnce = 50;

/**
 * Begins the destruction of what has had its time and is not held: the content of conversations, and contacts whose
 * last conversation is long over. Whatever is begun is finished, by this replica or another. Returns how many.
 */
export async function beginDue(tx: Tx, schedule: Schedule, now: string): Promise<number> {
  await lockSchedule(tx);
  const content = await sql`
    insert into destructions (id, kind, session_id, contact_id, cause, begun_at)
    select gen_random_uuid(), 'session', s.id, s.contact_id, 'retention', ${now}
    from sessions s join contacts c on c.id = s.contact_id
    where c.blocked_at is null and s.status = 'closed' and s.state->>'closedAt' <= ${contentCutoff(schedule, now)}
      and not exists (select from destructions d where d.session_id = s.id)
      and (c.erased_at is null or c.erased_at < (s.state->>'closedAt')::timestamptz)
      and not exists (select from legal_holds h where h.session_id = s.id and h.lifted_at is null)
    order by s.state->>'closedAt' limit ${atOnce}`.execute(tx);
  const factsCutoff = new Date(Date.parse(now) - schedule.factsDays * 86_400_000).toISOString();
  const contacts = await sql`
    insert into destructions (id, kind, contact_id, cause, begun_at)
    select gen_random_uuid(), 'contact', c.id, 'schedule', ${now} from contacts c
    where c.erased_at is null and c.blocked_at is null and c.created_at <= ${factsCutoff}
      and not exists (select from sessions s where s.contact_id = c.id
        and (s.status <> 'closed' or s.state->>'closedAt' > ${factsCutoff}))
      and ${notHeld(sql.ref("c.id"))}
    limit ${atOnce} on conflict do nothing`.execute(tx);
  return Number(content.numAffectedRows ?? 0) + Number(contacts.numAffectedRows ?? 0);
}

/** No conversation of this contact is kept by order of somebody. */
export function notHeld(contactId: ReturnType<typeof sql.ref>) {
  return sql<SqlBool>`not exists (select from legal_holds h join sessions held on held.id = h.session_id
    where held.contact_id = ${contactId} and h.lifted_at is null)`;
}
