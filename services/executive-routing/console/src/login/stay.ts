import type { Stay } from "@liss/identity/client";

/** How long before the end she is asked whether she is there (ms), and told of the end that nothing moves. */
const askBefore = 2 * 60_000;
const tellBefore = 10 * 60_000;

export type StayState =
  | { is: "fine" }
  /** Nobody used the screen; `left` in ms. */
  | { is: "idle"; left: number }
  /** The login ends at this hour, whatever she does. */
  | { is: "ending"; at: string };

/** What her login needs of her now. Of a short idle time at most half is spent asking. */
export function stayState({ idleEndsAt, endsAt }: Stay, idleMs: number, now: number): StayState {
  const left = Date.parse(idleEndsAt) - now;
  if (left <= Math.min(askBefore, idleMs / 2)) return { is: "idle", left: Math.max(0, left) };
  if (Date.parse(endsAt) - now <= tellBefore) return { is: "ending", at: endsAt };
  return { is: "fine" };
}
