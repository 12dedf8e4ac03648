import type { AlertCode } from "@liss/contracts";
import type { Logger } from "@liss/telemetry";
import type { GatewayDatabase } from "../database/tables.ts";
import { type Loop, startLoop } from "../loop.ts";
import { type Alarm, type Observed, settleAlarms } from "./alarms.ts";
import { alarmsOf, checkLine, type GraphAccess } from "./graph-check.ts";
import { currentCheck, type LineCheck } from "./line-checks.ts";
import { judgeSilence, type Silence } from "./silence.ts";
import { readTraffic } from "./traffic.ts";
import type { WebhookRates } from "./webhook-rates.ts";

/** How the line is. `unknown` is what it says of itself until WhatsApp has answered: never green by default. */
export type LineState = "ok" | "warning" | "down" | "unknown";

export type LineReport = {
  state: LineState;
  alarms: Alarm[];
  check: LineCheck | undefined;
  traffic: Silence;
  at: Date;
};

export const watchDefaults = {
  /** Between looks: a third of the time between two questions to WhatsApp. */
  everyMs: 20_000,
  /** A stored delivery that has not been interpreted for so long: she waits without anybody knowing. */
  behindMs: 60_000,
} as const;

export type WatchOptions = {
  db: GatewayDatabase;
  graph: GraphAccess;
  rates: WebhookRates;
  logger: Logger;
  now: () => Date;
  /** Called after each commit that may have appended events. */
  onEvents: () => void;
};

export type LineWatch = Loop & {
  /** The last look; undefined before the first. */
  report(): LineReport | undefined;
};

/** Looks at the line again and again, raises and ends alarms, and remembers what it saw. */
export function startLineWatch(options: WatchOptions): LineWatch {
  let latest: LineReport | undefined;
  const loop = startLoop({
    turn: async () => {
      latest = await lookAtLine(options);
      return watchDefaults.everyMs;
    },
    onError: (error) => {
      options.logger.warn({ err: error }, "the line could not be looked at");
      return watchDefaults.everyMs;
    },
  });
  return { ...loop, report: () => latest };
}

/** One look: what WhatsApp says, what arrives, what this process refused, what is left undone. */
export async function lookAtLine(options: WatchOptions): Promise<LineReport> {
  const { db, graph, rates, now, onEvents } = options;
  const check = await currentCheck(db, graph.phoneNumberId, now, () => checkLine(graph));
  const { hours, lastMessageAt } = await readTraffic(db, now());
  const traffic = judgeSilence(hours, lastMessageAt, now());
  const critical = (code: AlertCode, when: boolean): Observed[] =>
    when ? [{ code, severity: "critical" }] : [];
  const observed: Observed[] = [
    ...(check ? alarmsOf(check.answer, check.unreached) : []),
    ...critical("line-silent", traffic.state === "silent"),
    ...rates.alarms(),
    ...critical("interpretation-behind", await isBehind(db, now())),
  ];
  const standing = await settleAlarms(db, observed, now());
  onEvents();
  const alarms = [...standing, ...(await stoppedLine(db, graph.phoneNumberId))];
  return { state: stateOf(alarms, check), alarms, check, traffic, at: now() };
}

function stateOf(alarms: readonly Alarm[], check: LineCheck | undefined): LineState {
  if (alarms.some(({ severity }) => severity === "critical")) return "down";
  if (check?.answer.outcome !== "answered") return "unknown";
  return alarms.length > 0 ? "warning" : "ok";
}

async function isBehind(db: GatewayDatabase, now: Date): Promise<boolean> {
  const oldest = await db
    .selectFrom("raw_deliveries")
    .select("received_at")
    .where("state", "=", "pending")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return oldest !== undefined && now.getTime() - oldest.received_at.getTime() > watchDefaults.behindMs;
}

/** Sending has stopped by itself and has told a person: it belongs to the line's state. */
async function stoppedLine(db: GatewayDatabase, phoneNumberId: string): Promise<Alarm[]> {
  const stopped = await db
    .selectFrom("stopped_lines")
    .select("stopped_at")
    .where("phone_number_id", "=", phoneNumberId)
    .executeTakeFirst();
  return stopped ? [{ code: "line-stopped", severity: "critical", since: stopped.stopped_at }] : [];
}
