import type { Hours } from "@liss/executive-routing/desk-api";

export type Schedule = Hours["hours"];
export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof days)[number];
type Interval = { from: string; to: string };

/** What is wrong with the hours of a day, by a code that the catalogue has a sentence for. */
export type HoursProblem = "unreadable" | "backwards" | "overlap" | "too-many";
export type ReadHours = { ok: true; open: Interval[] } | { ok: false; problem: HoursProblem };

const most = 6;
const piece = /^(\d{1,2})(?::(\d{2}))?\s*(?:-|–|—|a)\s*(\d{1,2})(?::(\d{2}))?$/;

/** `9-13, 14:30-18` as a person writes it. Empty is closed; `24` is midnight at the end of the day. */
export function readHours(text: string): ReadHours {
  const parts = text
    .split(/[,;]|\sy\s/)
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length > most) return { ok: false, problem: "too-many" };
  const open: Interval[] = [];
  for (const part of parts) {
    const found = piece.exec(part.toLocaleLowerCase("es-CL"));
    const from = clockOf(found?.[1], found?.[2]);
    const to = clockOf(found?.[3], found?.[4]);
    if (!from || !to || from === "24:00") return { ok: false, problem: "unreadable" };
    if (from >= to) return { ok: false, problem: "backwards" };
    open.push({ from, to });
  }
  open.sort((one, other) => (one.from < other.from ? -1 : 1));
  const overlaps = open.some(({ from }, at) => at > 0 && from < (open[at - 1]?.to ?? ""));
  return overlaps ? { ok: false, problem: "overlap" } : { ok: true, open };
}

/** `9`, `30` → `09:30`; null when it is no hour of the day, whose end is `24:00`. */
export function clockOf(hours: string | undefined, minutes = "00"): string | null {
  if (hours === undefined) return null;
  const clock = `${hours.padStart(2, "0")}:${minutes}`;
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(clock) ? clock : null;
}

/** The hours of a day as a person would write them. */
export const writeHours = (open: readonly Interval[]): string =>
  open.map(({ from, to }) => `${from}–${to}`).join(", ");

/** What is being edited: the hours as text, so that half-written ones stay as they are. */
export type HoursDraft = {
  week: Record<Day, string>;
  holidays: Schedule["holidays"];
  exceptions: { date: string; open: string }[];
};

export const draftOf = ({ week, holidays, exceptions }: Schedule): HoursDraft => ({
  week: Object.fromEntries(days.map((day) => [day, writeHours(week[day])])) as HoursDraft["week"],
  holidays,
  exceptions: exceptions.map(({ date, open }) => ({ date, open: writeHours(open) })),
});

/** The schedule that a draft means; null while something in it cannot be read. */
export function scheduleOf(draft: HoursDraft, before: Schedule): Schedule | null {
  const week = { ...before.week };
  for (const day of days) {
    const read = readHours(draft.week[day]);
    if (!read.ok) return null;
    week[day] = read.open;
  }
  const exceptions: Schedule["exceptions"] = [];
  for (const { date, open } of draft.exceptions) {
    const read = readHours(open);
    if (!read.ok) return null;
    exceptions.push({ date, open: read.open });
  }
  exceptions.sort((one, other) => (one.date < other.date ? -1 : 1));
  return { ...before, week, holidays: draft.holidays, exceptions };
}

/** The draft with a day that is not as its weekday; a date has one exception. */
export const withException = (draft: HoursDraft, date: string, open: string): HoursDraft => ({
  ...draft,
  exceptions: [...draft.exceptions.filter((one) => one.date !== date), { date, open }].sort((one, other) =>
    one.date < other.date ? -1 : 1,
  ),
});
