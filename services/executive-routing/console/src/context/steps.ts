import type { TimelineEntry } from "@liss/executive-routing/desk-api";

/** A step of the session's life, or how many messages were exchanged between two of them. */
export type Step =
  | { type: "messages"; key: string; at: string; count: number }
  | { type: "step"; key: string; entry: TimelineEntry };

const messageTypes = new Set(["message-recorded", "reply-requested"]);
/** Steps that the others already tell. */
const silent = new Set(["assessment-applied", "robot-asked"]);

/** The timeline for people: messages are counted, not listed, since they are in the thread. */
export function stepsOf(timeline: readonly TimelineEntry[]): Step[] {
  const steps: Step[] = [];
  for (const entry of timeline) {
    if (silent.has(entry.type)) continue;
    if (!messageTypes.has(entry.type)) {
      steps.push({ type: "step", key: `v${entry.version}`, entry });
      continue;
    }
    const before = steps.at(-1);
    if (before?.type === "messages")
      steps[steps.length - 1] = { ...before, at: entry.at, count: before.count + 1 };
    else steps.push({ type: "messages", key: `v${entry.version}`, at: entry.at, count: 1 });
  }
  return steps;
}
