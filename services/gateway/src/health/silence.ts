/** Messages of hers in one UTC hour. */
export type TrafficHour = { hour: Date; messages: number };

export type Silence = {
  /** `learning`: there is too little history to call anything silence. */
  state: "learning" | "normal" | "silent";
  /** Messages that the last weeks would have brought since the last one came. */
  expected: number;
  lastMessageAt: Date | undefined;
  /** Where the history begins. */
  historyFrom: Date | undefined;
};

const hourMs = 3_600_000;
const weekHours = 7 * 24;

export const silenceDefaults = {
  /** Weeks looked back: enough for a mean of each hour of the week, short enough to follow a growing line. */
  weeks: 4,
  /**
   * Messages missed before silence is an alarm. If they come at random, none at all where seven are expected happens
   * once in 1,100 (e^-7); a line with a message every ten minutes is known to be silent after about an hour.
   */
  missed: 7,
  /** However busy the line is, a pause of five minutes is nobody's fault. */
  shortestMs: 5 * 60_000,
  /** Below this there is no verdict: one day says nothing about the next. */
  learningMs: 48 * hourMs,
  /** An hour of the week counts by itself once it has been seen so often; before, as its hour of any day. */
  samples: 2,
} as const;

/**
 * Whether so long a silence can be chance, by what the same hours of the last weeks brought. With less than two
 * days of history nothing is said; with less than two weeks, an hour is compared with the same hour of other days.
 * Hours are UTC: where clocks change, an hour is compared with its neighbour for some weeks. Pure.
 */
export function judgeSilence(
  history: readonly TrafficHour[],
  lastMessageAt: Date | undefined,
  now: Date,
): Silence {
  const from = now.getTime() - silenceDefaults.weeks * weekHours * hourMs;
  const hours = history.filter(({ hour }) => hour.getTime() >= from && hour.getTime() < hourOf(now) * hourMs);
  const first = hours.reduce((least, { hour }) => Math.min(least, hour.getTime()), Number.POSITIVE_INFINITY);
  const historyFrom = Number.isFinite(first) ? new Date(first) : undefined;
  const known = { lastMessageAt, historyFrom };
  if (historyFrom === undefined || now.getTime() - first < silenceDefaults.learningMs) {
    return { ...known, state: "learning", expected: 0 };
  }
  const silentFrom = lastMessageAt?.getTime() ?? first;
  const expected = expectedBetween(hours, Math.floor(first / hourMs), silentFrom, now.getTime());
  const isSilent =
    expected >= silenceDefaults.missed && now.getTime() - silentFrom >= silenceDefaults.shortestMs;
  return { ...known, state: isSilent ? "silent" : "normal", expected };
}

/** Messages that these hours make one expect between two times (milliseconds). */
function expectedBetween(history: readonly TrafficHour[], first: number, from: number, to: number): number {
  const last = hourOf(new Date(to)) - 1; // the last hour that is over
  const counts = new Map(history.map(({ hour, messages }) => [hourOf(hour), messages]));
  const rates = new Map<number, number>();
  let expected = 0;
  for (let hour = Math.floor(from / hourMs); hour * hourMs < to; hour += 1) {
    const place = hour % weekHours;
    const rate = rates.get(place) ?? rateOf(counts, first, last, hour);
    rates.set(place, rate);
    const share = Math.min(to, (hour + 1) * hourMs) - Math.max(from, hour * hourMs);
    expected += (rate * share) / hourMs;
  }
  return expected;
}

/** Mean messages of an hour: of the same hour of the week, or of the day while there are too few of those. */
function rateOf(counts: Map<number, number>, first: number, last: number, hour: number): number {
  const every = (step: number) => {
    const seen: number[] = [];
    for (let at = hour - step; at >= first; at -= step) if (at <= last) seen.push(counts.get(at) ?? 0);
    return seen;
  };
  const weekly = every(weekHours);
  const seen = weekly.length >= silenceDefaults.samples ? weekly : every(24);
  return seen.length === 0 ? 0 : seen.reduce((sum, messages) => sum + messages, 0) / seen.length;
}

function hourOf(time: Date): number {
  return Math.floor(time.getTime() / hourMs);
}
