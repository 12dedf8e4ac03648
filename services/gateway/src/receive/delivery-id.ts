import { randomUUID } from "node:crypto";

let lastMs = 0;
let sequence = 0;
const mostPerMs = 0xfff;

/**
 * A UUIDv7 that is greater than every earlier one of this process: the time in milliseconds, a sequence within it,
 * and randomness from Node's own reserve (asking the system for some each time costs more than the rest).
 */
export function nextDeliveryId(now: number): string {
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
  } else if (sequence < mostPerMs) {
    sequence += 1;
  } else {
    lastMs += 1; // ahead of the clock for a moment, in order all the same
    sequence = 0;
  }
  const time = lastMs.toString(16).padStart(12, "0");
  const place = sequence.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${place}${randomUUID().slice(18)}`;
}

/** Lower than every id given out at this time or later. */
export function lowestDeliveryId(at: Date): string {
  const time = at.getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
