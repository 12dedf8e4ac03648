import { z } from "zod";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Day = (typeof days)[number];

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "HH:MM, to 24:00");
const Interval = z
  .object({ from: Clock, to: Clock })
  .refine(({ from, to }) => from < to, "from is before to");
const Intervals = z.array(Interval).max(6);
const LocalDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Making one costs more than asking it a thousand times. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(timeZone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(timeZone, made);
    return made;
  } catch {
    return undefined;
  }
}

/** When people attend. Local times of the place, since that is what a shift is agreed in. */
export const Schedule = z.object({
  timeZone: z.string().refine((name) => clockOf(name) !== undefined, "a time zone such as America/Santiago"),
  week: z.record(z.enum(days), Intervals),
  holidays: z.enum(["closed", "open"]).describe("What the public holidays of Chile are"),
  exceptions: z
    .array(z.object({ date: LocalDate, open: Intervals }))
    .max(200)
    .describe("Days that are not as their weekday, holidays included"),
});
export type Schedule = z.infer<typeof Schedule>;

const allDay = [{ from: "00:00", to: "24:00" }];

/** Monday to Friday, round the clock, as the original service. Source: product.md. */
export const defaultSchedule: Schedule = {
  timeZone: "America/Santiago",
  week: { mon: allDay, tue: allDay, wed: allDay, thu: allDay, fri: allDay, sat: [], sun: [] },
  holidays: "open",
  exceptions: [],
};

/** Never closed: where people try the service out, and in tests that run on any day. */
export const alwaysOpen: Schedule = {
  ...defaultSchedule,
  week: { ...defaultSchedule.week, sat: allDay, sun: allDay },
};

/** Is this local date a public holiday? */
export type IsHoliday = (localDate: string) => boolean;

/** Does the desk attend at this moment? */
export function isOpen(schedule: Schedule, at: string, isHoliday: IsHoliday): boolean {
  const { date, clock } = localTime(at, schedule.timeZone);
  return intervalsOf(schedule, date, isHoliday).some(({ from, to }) => from <= clock && clock < to);
}

/**
 * The closed period that this moment is in, as the local time at which it began: all night and all weekend are one.
 * null when the desk is open. Looks back a month; nobody closes for longer without a word of their own.
 */
export function closedPeriod(schedule: Schedule, at: string, isHoliday: IsHoliday): string | null {
  if (isOpen(schedule, at, isHoliday)) return null;
  let { date, clock } = localTime(at, schedule.timeZone);
  for (let back = 0; back < 31; back += 1) {
    const until = clock;
    const ended = intervalsOf(schedule, date, isHoliday)
      .map(({ to }) => to)
      .filter((to) => to <= until)
      .sort()
      .at(-1);
    if (ended !== undefined) return `${date} ${ended}`;
    date = dayBefore(date);
    clock = "24:00";
  }
  return "closed";
}

function intervalsOf(schedule: Schedule, date: string, isHoliday: IsHoliday) {
  const exception = schedule.exceptions.find((one) => one.date === date);
  if (exception) return exception.open;
  if (schedule.holidays === "closed" && isHoliday(date)) return [];
  return schedule.week[weekday(date)];
}

function weekday(date: string): Day {
  const index = (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  return days[index] ?? "mon";
}

function dayBefore(date: string): string {
  const noon = Date.parse(`${date}T12:00:00Z`);
  return new Date(noon - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** The date and the time of day somewhere, at a moment. */
export function localTime(at: string, timeZone: string): { date: string; clock: string } {
  const parts = clockOf(timeZone)?.formatToParts(new Date(at)) ?? [];
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return {
    date: `${part("year")}-${part("month")}-${part("day")}`,
    clock: `${part("hour")}:${part("minute")}`,
  };
}
