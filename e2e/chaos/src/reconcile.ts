import type { Record } from "./record.ts";

export type Stage = "accepted" | "interpreted" | "timeline" | "audited";
export type Tally = { count: number; lost: number; doubled: number };

/** What became of the messages that were written, stage by stage. */
export type Reconciliation = {
  written: number;
  stages: { [Name in Stage]: Tally };
  deadLetters: number;
  notInterpreted: number;
};

/**
 * Compares what was written, text by text, with what each stage has. Accepted: WhatsApp was answered 200. The gateway
 * and the audit hold no texts, so theirs are compared by message with the timeline's.
 */
export function reconcile(
  written: readonly string[],
  acknowledged: readonly string[],
  record: Record,
): Reconciliation {
  const textOf = new Map(record.timeline.map(({ messageId, text }) => [messageId, text]));
  // A message that is on no timeline still counts where it is: under its own id it is nobody's text.
  const texts = (messageIds: readonly string[]) =>
    messageIds.map((messageId) => textOf.get(messageId) ?? messageId);
  return {
    written: written.length,
    stages: {
      accepted: tally(written, acknowledged),
      interpreted: tally(written, texts(record.interpreted)),
      timeline: tally(
        written,
        record.timeline.map(({ text }) => text),
      ),
      audited: worse(tally(written, texts(record.audited)), tally(written, texts(record.auditedOnTimeline))),
    },
    deadLetters: record.deadLetters,
    notInterpreted: record.notInterpreted,
  };
}

export function tally(written: readonly string[], found: readonly string[]): Tally {
  const times = new Map<string, number>();
  for (const text of found) times.set(text, (times.get(text) ?? 0) + 1);
  const lost = written.filter((text) => !times.has(text)).length;
  const doubled = [...times.values()].filter((count) => count > 1).length;
  return { count: found.length, lost, doubled };
}

function worse(one: Tally, other: Tally): Tally {
  return {
    count: Math.min(one.count, other.count),
    lost: Math.max(one.lost, other.lost),
    doubled: Math.max(one.doubled, other.doubled),
  };
}

/** Nothing lost, nothing doubled, nothing set aside, at any stage. */
export function isWhole({ written, stages, deadLetters, notInterpreted }: Reconciliation): boolean {
  const every = Object.values(stages).every(
    ({ count, lost, doubled }) => count === written && lost === 0 && doubled === 0,
  );
  return every && deadLetters === 0 && notInterpreted === 0;
}
