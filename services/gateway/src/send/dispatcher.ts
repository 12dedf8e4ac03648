import { setTimeout as sleep } from "node:timers/promises";
import { inSession } from "@liss/telemetry";
import { type Loop, startLoop } from "../loop.ts";
import { type AttemptOptions, attempt } from "./attempt.ts";
import { lineState } from "./line.ts";
import { abandonedAttempts, type Candidate, candidates, take } from "./queue.ts";
import { giveUpAttempts } from "./settle.ts";

export const dispatcherDefaults = {
  /** Between looks when nobody wakes it: retries that fall due, requests that another replica recorded. */
  pollMs: 200,
  /** Requests arrive almost in order; a moment's patience lets an earlier one overtake, and the robot's texts meet. */
  settleMs: 40,
  /** Posts under way at once: 80 messages/s at half a second each. */
  together: 40,
  /** Files under way at once: each is whole in memory. */
  filesTogether: 2,
} as const;

/** Answers that come together are followed by one look, not by one each. */
const breathMs = 10;
/** After something of ours failed (the vault, Postgres) before a message left. */
const failurePauseMs = 500;
/** Between looks for what a dead replica left, and for whom nobody writes to any more. */
const abandonedLookMs = 500;
const housekeepingMs = 60_000;

export type DispatcherOptions = Omit<AttemptOptions, "random" | "isStopping"> & { random?: () => number };

/** Sends what was requested: at most once each, in order for each contact, at WhatsApp's pace. */
export function startDispatcher(given: DispatcherOptions): Loop {
  const { pollMs, settleMs, together, filesTogether } = dispatcherDefaults;
  const underWay = new Map<string, { kind: string; work: Promise<void> }>(); // by contact
  let stopping = false;
  const isDue = { abandoned: everyMs(abandonedLookMs), tidying: everyMs(housekeepingMs) };
  const options: AttemptOptions = { random: Math.random, ...given, isStopping: () => stopping };
  const { db, tracking, pacer, logger, onEvents, phoneNumberId, now, abandonedAfterMs } = options;

  async function turn(): Promise<number> {
    if (isDue.abandoned(now())) await giveUpAbandoned();
    if (isDue.tidying(now())) await pacer.forget(now());
    const line = await lineState(db, phoneNumberId, now());
    if (line === "stopped") return pollMs;
    const room = (line === "trial" ? 1 : together) - underWay.size;
    if (room <= 0) return pollMs;
    const at = now();
    const due = await candidates(db, {
      now: at,
      settledBefore: new Date(at.getTime() - settleMs),
      limit: together * 2,
    });
    const next = sendable(due);
    if (next.length === 0) return pollMs;
    const wanted = Math.min(next.length, room);
    const { granted, waitMs } = await pacer.reserve(wanted, at);
    const taken = await take(db, next, granted, at);
    for (const candidate of taken) start(candidate);
    await pacer.giveBack(granted - taken.length);
    return granted < wanted ? Math.max(1, Math.min(pollMs, waitMs)) : pollMs;
  }

  /** More than there is room for: other replicas have the same list, and begin at its beginning too. */
  function sendable(due: readonly Candidate[]): Candidate[] {
    let files = [...underWay.values()].filter(({ kind }) => isFile(kind)).length;
    const next = [];
    for (const candidate of due) {
      if (underWay.has(candidate.contactId)) continue;
      if (isFile(candidate.kind)) {
        if (files >= filesTogether) continue;
        files += 1;
      }
      next.push(candidate);
    }
    return next;
  }

  function start(candidate: Candidate): void {
    const { contactId, kind } = candidate;
    const work = send(candidate)
      .catch(async (error: unknown) => {
        logger.error({ err: error }, "a message could not be sent yet");
        await sleep(failurePauseMs); // its contact stays taken meanwhile
      })
      .finally(() => {
        underWay.delete(contactId);
        wakeSoon();
      });
    underWay.set(contactId, { kind, work });
  }

  let waking: NodeJS.Timeout | undefined;
  function wakeSoon(): void {
    waking ??= setTimeout(() => {
      waking = undefined;
      loop.wake();
    }, breathMs);
  }

  async function send(candidate: Candidate): Promise<void> {
    const { messageId, sessionId } = candidate;
    const run = () => attempt(candidate, options);
    await (sessionId ? inSession(sessionId, "send message", { "liss.message.id": messageId }, run) : run());
  }

  async function giveUpAbandoned(): Promise<void> {
    const startedBefore = new Date(now().getTime() - abandonedAfterMs);
    const count = await db.transaction().execute(async (tx) => {
      const ids = await abandonedAttempts(tx, startedBefore);
      await giveUpAttempts(tx, ids, { tracking, pacer, phoneNumberId, now: now() });
      return ids.length;
    });
    if (count === 0) return;
    logger.warn({ messages: count }, "attempts to send were interrupted; they are shown as unknown");
    onEvents();
  }

  const loop = startLoop({
    turn,
    onError: (error) => {
      logger.error({ err: error }, "sending has to wait");
      return 500;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      clearTimeout(waking);
      // Their answers are worth waiting for: each one not waited for would end as unknown.
      stopping = true;
      await Promise.allSettled([...underWay.values()].map(({ work }) => work));
    },
  };
}

/** True at most once in so many milliseconds. */
function everyMs(ms: number): (now: Date) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return (now) => {
    if (Math.abs(now.getTime() - last) < ms) return false;
    last = now.getTime();
    return true;
  };
}

const fileKinds = new Set(["image", "video", "audio", "voice", "sticker", "document"]);

function isFile(kind: string): boolean {
  return fileKinds.has(kind);
}
