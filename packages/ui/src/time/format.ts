import { locale } from "../i18n/translations.ts";

/** The institution's clock, wherever the computer is. */
export const timeZone = "America/Santiago";

const hourAndMinute = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const clock = dates({ ...hourAndMinute });
const exactClock = dates({ ...hourAndMinute, second: "2-digit" });
const day = dates({ weekday: "long", day: "numeric", month: "long" });
const shortDay = dates({ day: "numeric", month: "short" });
const dayNumber = dates({ dateStyle: "short" }, "en-CA");
const wholeNumber = once(() => new Intl.NumberFormat(locale));

/** Making a formatter costs more than a hundred uses of it: each is made when it is first wanted, not while the page loads. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function dates(options: Intl.DateTimeFormatOptions, of: string = locale): () => Intl.DateTimeFormat {
  return once(() => new Intl.DateTimeFormat(of, { timeZone, ...options }));
}

/** Makes every formatter now; for a page that rests and will soon need them all at once. */
export function readyFormats(): void {
  for (const made of [clock, exactClock, day, shortDay, dayNumber, wholeNumber]) made();
}

/** `21:04` */
export const formatTime = (instant: string): string => clock().format(new Date(instant));

/** `21:04:05` */
export const formatExactTime = (instant: string): string => exactClock().format(new Date(instant));

/** `lunes, 23 de noviembre` */
export const formatDay = (instant: string): string => day().format(new Date(instant));

/** `23 nov, 21:04` */
export const formatDateTime = (instant: string): string =>
  `${shortDay().format(new Date(instant))}, ${formatTime(instant)}`;

/** `7`, `1,5`, `12.345`. Below a thousand it needs no formatter, whose first use costs as much as drawing forty rows. */
export const formatNumber = (value: number): string =>
  Math.abs(value) < 1000 && Number.isInteger(value * 100)
    ? String(value).replace(".", ",")
    : wholeNumber().format(value);

/** `12 B`, `34 kB`, `1,2 MB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toLocaleString(locale, { maximumFractionDigits: 1 })} MB`;
}

/** The calendar day in Santiago, `2026-11-23`; equal for two instants of one day. */
export const dayOf = (instant: string): string => dayNumber().format(new Date(instant));

/** How a day is called from another: 0 the same, 1 the day before, else null. */
export function daysAgo(instant: string, now: string): 0 | 1 | null {
  const then = dayOf(instant);
  if (then === dayOf(now)) return 0;
  return then === dayOf(new Date(Date.parse(now) - 86_400_000).toISOString()) ? 1 : null;
}

/** `12 s`, `4 min`, `1 h 05 min`, `2 d 3 h`: to be read, not to be watched. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `00:18`, `12:05`, `1:02:05`: to be watched, every digit in its place. */
export function formatStopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
