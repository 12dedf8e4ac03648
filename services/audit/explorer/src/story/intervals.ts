import type { Step } from "@liss/audit/auditor-api";

/** Shorter pauses are the machines' own; only what a person may have waited for is worth a line. */
const WORTH_TELLING_MS = 1_000;

/** The time since the step before, or null when it is not worth telling. Clocks of two services may disagree a little. */
export function pauseBefore(steps: readonly Pick<Step, "occurredAt">[], position: number): number | null {
  const here = steps[position]?.occurredAt;
  const before = steps[position - 1]?.occurredAt;
  if (!here || !before) return null;
  const pause = Date.parse(here) - Date.parse(before);
  return pause >= WORTH_TELLING_MS ? pause : null;
}
