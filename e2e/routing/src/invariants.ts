import type pg from "pg";

/** What must never be, counted in the databases behind the services' backs after the storm. */
export type Violations = Record<
  | "twoOwners"
  | "overCapacity"
  | "robotWithoutDelegation"
  | "emergencyClosedWithoutRecord"
  | "writtenByNobodyResponsible"
  | "feedGaps"
  | "sentTwice",
  number
>;

type Step = { session_id: string; version: number; type: string; data: Record<string, unknown> };

/**
 * Lives every session again from its events, by rules written apart from the service's, and counts what broke them.
 */
export async function violations(
  database: pg.Pool,
): Promise<{ violations: Violations; counted: Record<string, number> }> {
  const { rows } = await database.query<Step>(
    "select session_id, version, type, data from session_events order by session_id, version",
  );
  const found: Violations = {
    twoOwners: 0,
    overCapacity: 0,
    robotWithoutDelegation: 0,
    emergencyClosedWithoutRecord: 0,
    writtenByNobodyResponsible: 0,
    feedGaps: 0,
    sentTwice: 0,
  };
  const counted = { sessions: 0, claims: 0, returned: 0, robotMessages: 0, closed: 0, offers: 0 };
  let life = newLife();
  let current = "";
  for (const { session_id, type, data } of rows) {
    if (session_id !== current) {
      current = session_id;
      life = newLife();
      counted.sessions += 1;
    }
    step(life, type, data, found, counted);
  }
  const number = async (text: string) => (await database.query<{ n: number }>(text)).rows[0]?.n ?? 0;
  found.feedGaps = await number(
    "select coalesce(max(sequence) - min(sequence) + 1 - count(*), 0)::int as n from desk_feed",
  );
  // A retry that doubled would ask for the same message again.
  found.sentTwice = await number(
    `select count(*)::int as n from (select from session_events where type = 'reply-requested'
      group by data->>'messageId' having count(*) > 1) twice`,
  );
  found.overCapacity = await number(overCapacity);
  // The stored row is what its events say: nobody wrote past them.
  found.twoOwners += await number(
    "select count(*)::int as n from sessions where (status in ('attended', 'delegated')) <> (owner_id is not null)",
  );
  return { violations: found, counted };
}

/** Somebody who carries more than she can, although nothing of hers grew heavier after she took it. */
export const overCapacity = `
  select count(*)::int as n from executives e where capacity < (
    select coalesce(sum(weight_of(status, tier_rank)), 0) from sessions where owner_id = e.person_id)
  and not exists (select from sessions s join session_events r on r.session_id = s.id
    where s.owner_id = e.person_id and r.type in ('tier-raised', 'delegation-ended')
      and r.at >= (s.state->>'claimedAt')::timestamptz)`;

type Life = { owner: string | null; delegation: string | null; emergency: boolean; recorded: boolean };
const newLife = (): Life => ({ owner: null, delegation: null, emergency: false, recorded: false });

function step(
  life: Life,
  type: string,
  data: Record<string, unknown>,
  found: Violations,
  counted: Record<string, number>,
): void {
  const count = (name: string) => {
    counted[name] = (counted[name] ?? 0) + 1;
  };
  switch (type) {
    case "session-claimed":
      if (life.owner !== null) found.twoOwners += 1;
      life.owner = String(data.executiveId);
      count("claims");
      return;
    case "session-transferred":
      if (life.owner !== (data.from ?? null)) found.twoOwners += 1;
      life.owner = String(data.to);
      return;
    case "session-released":
      if (life.owner !== data.executiveId) found.twoOwners += 1;
      life.owner = null;
      if (data.reason !== "by-executive") count("returned");
      return;
    case "delegated":
      life.delegation = String(data.delegationId);
      return;
    case "delegation-ended":
      life.delegation = null;
      return;
    case "case-offered":
      count("offers");
      return;
    case "tier-raised":
    case "tier-settled":
    case "risk-set":
      if (data.to === "imminent" && (!life.emergency || life.recorded)) {
        life.emergency = true;
        life.recorded = false;
      }
      return;
    case "emergency-recorded":
      life.recorded = true;
      return;
    case "reply-requested":
      if (data.author === "robot") {
        count("robotMessages");
        if (life.delegation === null || life.delegation !== data.delegationId)
          found.robotWithoutDelegation += 1;
      }
      if (data.author === "executive" && data.authorId !== life.owner) found.writtenByNobodyResponsible += 1;
      return;
    case "session-closed":
      if (life.emergency && !life.recorded) found.emergencyClosedWithoutRecord += 1;
      life.owner = null;
      life.delegation = null;
      count("closed");
      return;
  }
}
