import type { RightsKind } from "@liss/contracts";
import type { IsHoliday } from "../hours/schedule.ts";

/** Calendar days to answer; as many again, once. Source: domain.md §4 (Ley 21.719, arts. 5–11). */
const calendarDays = 30;
/** A blocking is answered in working days, for what it stops goes on meanwhile. */
const workingDays = 2;

const dayMs = 86_400_000;

/** Until when a request must be answered that was made at this moment, on this local date. */
export function dueAt(kind: RightsKind, askedAt: string, localDate: string, isHoliday: IsHoliday): string {
  const days = kind === "blocking" ? daysUntilWorkingDay(localDate, isHoliday) : calendarDays;
  return new Date(Date.parse(askedAt) + days * dayMs).toISOString();
}

/** The one extension that the law allows. */
export function extended(due: string): string {
  return new Date(Date.parse(due) + calendarDays * dayMs).toISOString();
}

/** How many days on the second working day after this one is. */
function daysUntilWorkingDay(localDate: string, isHoliday: IsHoliday): number {
  let [days, worked] = [0, 0];
  while (worked < workingDays) {
    days += 1;
    const date = new Date(Date.parse(`${localDate}T12:00:00Z`) + days * dayMs);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (!weekend && !isHoliday(date.toISOString().slice(0, 10))) worked += 1;
  }
  return days;
}
