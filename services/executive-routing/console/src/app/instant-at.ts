import { timeZone } from "@liss/ui";

let made: Intl.DateTimeFormat | undefined;
/** What the clocks of Santiago show; made when it is first wanted. */
const wall = (): Intl.DateTimeFormat =>
  (made ??= new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }));

/** The instant of a day (2026-11-23) and a time of day (21:04) in Santiago, whatever its offset then. */
export function instantAt(day: string, time: string): string {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  // What the clocks of Santiago show at that instant tells how far they are from it; twice, for the day they change.
  let at = asUtc;
  for (let round = 0; round < 2; round += 1)
    at = asUtc - (Date.parse(`${wall().format(at).replace(" ", "T")}Z`) - at);
  return new Date(at).toISOString();
}
