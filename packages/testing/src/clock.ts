/** A clock that stands still until told otherwise. */
export type TestClock = {
  now(): Date;
  advance(milliseconds: number): void;
  set(instant: Date | string): void;
};

/** A clock for tests, standing at `start` (a Date, or ISO text with its zone). */
export function testClock(start: Date | string = "2026-11-23T12:00:00.000Z"): TestClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
    set: (instant) => {
      time = new Date(instant).getTime();
    },
  };
}
