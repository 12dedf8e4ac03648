import { useDeferredValue } from "react";
import { useLive } from "../live/live-desk.tsx";

/** More than a tall screen shows of a list. */
const inSight = 16;

/**
 * How many of a list are drawn now: those in sight until the line to the server is up (she can work then), the rest
 * when nothing more urgent is to be done.
 */
export function useFirst(length: number): number {
  const { state } = useLive();
  const first = Math.min(length, inSight);
  return useDeferredValue(state === "connecting" ? first : length, first);
}
