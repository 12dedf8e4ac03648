import type { Database } from "@liss/database";
import type { Bus } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import { sql } from "kysely";
import type { Clock } from "../arrivals/handling.ts";
import { triagePatienceMs } from "../clock/sweep.ts";
import type { RoutingTables } from "../database/tables.ts";
import { type ServiceStatus, type TroubleKind, troubleKinds } from "../desk/status-view.ts";
import { type IsHoliday, isOpen } from "../hours/schedule.ts";
import { readPolicy } from "../store/policy.ts";
import { lineCodes, troublesOfLine } from "./line.ts";

/** Named paces (ms). */
export const statusPaces = {
  /** How often it is looked at: soon enough for a person, cheap enough for the database. */
  look: 3_000,
  /** No answer of the database in this time is no answer. */
  patience: 5_000,
  /** A robot that did not answer counts as away until it speaks again, and no longer than this. */
  robot: 60 * 60_000,
  /** A connection that mends itself within this time was not away. */
  broker: 2_000,
} as const;

export type StatusWatch = {
  now(): ServiceStatus;
  /** Called with each change. */
  onChange(listener: (status: ServiceStatus) => void): void;
  /** Looks now instead of at the next turn. */
  look(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Keeps an eye on what the desk depends on. Only this process's own sight and what the others have told: whoever is
 * away cannot say so.
 */
export function watchStatus(options: {
  db: Database<RoutingTables>;
  bus: Pick<Bus, "status">;
  clock: Clock;
  isHoliday: IsHoliday;
  logger: Logger;
}): StatusWatch {
  const { db, bus, clock, isHoliday, logger } = options;
  const listeners: ((status: ServiceStatus) => void)[] = [];
  let status: ServiceStatus = { open: true, troubles: [] };
  let databaseAwaySince: string | null = null;
  let brokerAwaySince: string | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  // A question that the database has not answered yet is not asked again: connections are for who works.
  let asking: Promise<ServiceStatus> | undefined;

  /** One look at a time: an earlier one must not overwrite what a later one saw. */
  function look(): Promise<void> {
    current = current.then(lookOnce);
    return current;
  }

  async function lookOnce(): Promise<void> {
    const now = clock.now();
    brokerAwaySince = bus.status() === "connected" ? null : (brokerAwaySince ?? now);
    const away: ServiceStatus["troubles"] =
      brokerAwaySince && Date.parse(now) - Date.parse(brokerAwaySince) >= statusPaces.broker
        ? [{ kind: "broker-away", since: brokerAwaySince }]
        : [];
    try {
      asking ??= ask(db, isHoliday, now).finally(() => {
        asking = undefined;
      });
      const seen = await inTime(asking);
      databaseAwaySince = null;
      become({ open: seen.open, troubles: inOrder([...away, ...seen.troubles]) });
    } catch (error) {
      if (databaseAwaySince === null)
        logger.warn({ err: error }, "the state of the service could not be read");
      databaseAwaySince ??= now;
      // What was known of the rest may be old, and is not said.
      become({
        ...status,
        troubles: inOrder([...away, { kind: "database-away", since: databaseAwaySince }]),
      });
    }
  }

  function become(next: ServiceStatus): void {
    if (JSON.stringify(next) === JSON.stringify(status)) return;
    status = next;
    for (const listener of listeners) listener(status);
  }

  const tick = () => {
    void look().then(() => {
      if (!stopped) timer = setTimeout(tick, statusPaces.look);
    });
  };
  tick();

  return {
    now: () => status,
    onChange: (listener) => void listeners.push(listener),
    look,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
      clearTimeout(timer);
    },
  };
}

async function ask(db: Database<RoutingTables>, isHoliday: IsHoliday, now: string): Promise<ServiceStatus> {
  const [policy, alerts, waiting] = await Promise.all([
    readPolicy(db),
    db
      .selectFrom("alerts")
      .select(["code", "at", sql<string | null>`detail->>'alarm'`.as("alarm")])
      .where("code", "in", lineCodes)
      .where("at", ">", new Date(Date.parse(now) - 30 * 24 * 60 * 60 * 1000))
      .orderBy("at")
      .execute(),
    waitsForMachines(db, now),
  ]);
  const troubles = troublesOfLine(
    alerts.map(({ code, alarm, at }) => ({ code, alarm, at: at.toISOString() })),
  );
  if (waiting.triage) troubles.push({ kind: "triage-behind", since: waiting.triage.toISOString() });
  if (waiting.robot) troubles.push({ kind: "robot-away", since: waiting.robot.toISOString() });
  return { open: isOpen(policy.hours, now, isHoliday), troubles };
}

/**
 * Since when somebody waits for triage longer than it ever takes, and since when the robot does not answer: the sweep
 * ended a delegation because of it (robotPatienceMs), and it has not spoken since. Null when neither.
 */
async function waitsForMachines(db: Database<RoutingTables>, now: string) {
  const before = (ms: number) => new Date(Date.parse(now) - ms).toISOString();
  const { rows } = await sql<{ triage: Date | null; robot: Date | null }>`
    select
      (select min(unassessed_since) from sessions
        where unassessed_since <= ${before(triagePatienceMs)} and status <> 'closed') as triage,
      (select min(at) from session_events
        where type = 'delegation-ended' and data->>'reason' = 'unavailable' and at > ${before(statusPaces.robot)}
          and not exists (select from messages where author = 'robot' and sent_at > session_events.at)) as robot`.execute(
    db,
  );
  return rows[0] ?? { triage: null, robot: null };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("the database does not answer")), statusPaces.patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const rankOf = (kind: TroubleKind) => troubleKinds.indexOf(kind);
const inOrder = (troubles: ServiceStatus["troubles"]) =>
  troubles.toSorted((one, other) => rankOf(one.kind) - rankOf(other.kind));
