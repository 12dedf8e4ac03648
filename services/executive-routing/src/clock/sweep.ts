import type { Database } from "@liss/database";
import { type SqlBool, sql } from "kysely";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { triageLate } from "../session/arrival.ts";
import { promote, watchAnswer, watchSilence } from "../session/attention.ts";
import { endRobot, watchRobot } from "../session/conversation.ts";
import type { Rule } from "../session/decision.ts";
import { endHold } from "../session/hold.ts";
import { lapseTransfer } from "../session/transfer.ts";
import { returnTheGone } from "../shift/gone.ts";
import { readPolicy } from "../store/policy.ts";
import { settle, wouldChange } from "./settle.ts";
import { tellTriageIsBehind } from "./triage-behind.ts";

/** How long a message may wait for triage before its session counts as not assessed. Assessing takes milliseconds. */
export const triagePatienceMs = 5_000;

/** How long the robot may be silent when it is its turn. It answers in milliseconds; a restart takes a few seconds. */
export const robotPatienceMs = 15_000;

/**
 * What happens because time passes. Any number of replicas may sweep at once; each session is decided under its own
 * lock, so the second finds nothing to do. Returns how many sessions changed.
 */
export async function sweep(db: Database<RoutingTables>, clock: Clock): Promise<number> {
  const now = clock.now();
  const policy = await readPolicy(db);
  const since = new Date(Date.parse(now) - triagePatienceMs).toISOString();
  let changed = await returnTheGone(db, policy.goneSeconds, now);
  const each = async (ids: { id: string }[], rule: Rule) => {
    for (const { id } of ids) if (await settle(db, id, rule)) changed += 1;
  };

  await each(await lateForTriage(db, since), triageLate({ now, since }));
  const behind = await waitingForTriage(db, since);
  if (behind > 0 && (await tellTriageIsBehind(db, clock, behind))) changed += 1;
  await each(
    await db
      .selectFrom("sessions")
      .select("id")
      .where("delegation_expires_at", "<=", new Date(now))
      .execute(),
    (session) => endRobot({ delegationId: session.delegation?.id ?? "", reason: "expired", now })(session),
  );
  await each(await held(db, now), endHold({ reason: "expired", now }));
  await each(await heldUnassessed(db, since), endHold({ reason: "not-assessed", now }));
  await each(await grownOld(db, policy.ageingMinutes, now), promote({ ageing: policy.ageingMinutes, now }));

  // Those that somebody attends are few: read once, and locked only when there is something to do.
  const attended = await db
    .selectFrom("sessions")
    .select(["id", "state"])
    .where("owner_id", "is not", null)
    .execute();
  const rules = [
    lapseTransfer({ now }),
    watchRobot({ patienceMs: robotPatienceMs, now }),
    watchSilence({ minutes: policy.silenceMinutes, now }),
    watchAnswer({ minutes: policy.answerMinutes, now }),
  ];
  for (const rule of rules) {
    await each(
      attended.filter(({ state }) => wouldChange(state, rule)),
      rule,
    );
  }
  return changed;
}

const lateForTriage = (db: Database<RoutingTables>, since: string) =>
  db
    .selectFrom("sessions")
    .select("id")
    .where("unassessed_since", "<=", new Date(since))
    .where("status", "<>", "closed")
    .where((is) => is.or([is("tier_rank", ">", 1), is("status", "=", "delegated")]))
    .execute();

async function waitingForTriage(db: Database<RoutingTables>, since: string): Promise<number> {
  const { sessions } = await db
    .selectFrom("sessions")
    .select(({ fn }) => fn.countAll<string>().as("sessions"))
    .where("unassessed_since", "<=", new Date(since))
    .where("status", "<>", "closed")
    .executeTakeFirstOrThrow();
  return Number(sessions);
}

const held = (db: Database<RoutingTables>, now: string) =>
  db.selectFrom("sessions").select("id").where("held_until", "<=", new Date(now)).execute();

/** Without triage nobody can know that it is not danger: it is kept back no longer. Source: invariant 2. */
const heldUnassessed = (db: Database<RoutingTables>, since: string) =>
  db
    .selectFrom("sessions")
    .select("id")
    .where("held_until", "is not", null)
    .where("unassessed_since", "<=", new Date(since))
    .execute();

const grownOld = (
  db: Database<RoutingTables>,
  minutes: { guidance: number; information: number; unrelated: number },
  now: string,
) =>
  db
    .selectFrom("sessions")
    .select("id")
    .where("status", "=", "waiting")
    .where("tier", "in", ["guidance", "information", "unrelated"])
    // Whoever has not waited for the shortest of these has not for hers: most are passed over without opening their state.
    .where("waiting_since", "<=", new Date(Date.parse(now) - Math.min(...Object.values(minutes)) * 60_000))
    .where(
      sql<SqlBool>`greatest(waiting_since, (state->>'tierSince')::timestamptz) + interval '1 minute' *
        case tier when 'guidance' then ${minutes.guidance}::float8 when 'information'
          then ${minutes.information}::float8 else ${minutes.unrelated}::float8 end <= ${now}::timestamptz`,
    )
    .orderBy("waiting_since")
    .limit(200)
    .execute();
