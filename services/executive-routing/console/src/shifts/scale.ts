import type { ShiftHistory } from "@liss/executive-routing/desk-api";

type Span = { from: string; to: string };
export type Attended = ShiftHistory["people"][number]["attended"][number];

/** Where instants stand across the picture, in percent of its width. */
export function scaleOf({ from, to }: Span) {
  const start = Date.parse(from);
  const whole = Math.max(1, Date.parse(to) - start);
  const at = (instant: string): number =>
    Math.min(100, Math.max(0, ((Date.parse(instant) - start) / whole) * 100));
  return { at, span: (span: Span) => ({ left: at(span.from), width: at(span.to) - at(span.from) }) };
}

/** Full hours of the picture, at most a dozen of them; offsets of the clock are whole or half hours. */
export function hoursOf({ from, to }: Span): string[] {
  const hour = 3_600_000;
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const step = Math.max(1, Math.ceil((end - start) / hour / 12)) * hour;
  const hours: string[] = [];
  for (let at = start; at <= end; at += step) hours.push(new Date(at).toISOString());
  return hours;
}

/** Conversations that overlap lie one below the other: each in the first row in which it has room. */
export function rowsOf<One extends Span>(spans: readonly One[]): One[][] {
  const rows: One[][] = [];
  for (const span of spans) {
    const row = rows.find((one) => (one.at(-1)?.to ?? "") <= span.from);
    if (row) row.push(span);
    else rows.push([span]);
  }
  return rows;
}

/** A line of steps through counts, as points of an SVG that is 100 wide and 100 high. */
export function stepsOf(counts: readonly number[], most: number): string {
  if (counts.length === 0) return "";
  const width = 100 / counts.length;
  const height = (count: number) => 100 - (count / Math.max(1, most)) * 100;
  return counts
    .flatMap((count, index) => [
      `${(index * width).toFixed(2)},${height(count).toFixed(2)}`,
      `${((index + 1) * width).toFixed(2)},${height(count).toFixed(2)}`,
    ])
    .join(" ");
}

/** A day later or earlier on the calendar; dates have no clock. */
export function dayAfter(date: string, by: 1 | -1): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}
