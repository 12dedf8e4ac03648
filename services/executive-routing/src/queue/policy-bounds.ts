/** Between what a number may lie; one that is `whole` has no fraction. */
export type Bounds = { readonly min: number; readonly max: number; readonly whole?: true };

const minutesOfADay = 24 * 60;
const seconds: Bounds = { min: 1, max: 86_400, whole: true };
const minutes: Bounds = { min: 0.1, max: minutesOfADay };
const weight: Bounds = { min: 0.05, max: 4 };

/**
 * The bounds of every number of the policy. The console says them before anything is sent; `Policy` decides by the same
 * ones.
 */
export const policyBounds = {
  weights: { danger: weight, standard: weight, delegated: weight },
  offerSeconds: seconds,
  onCallEverySeconds: seconds,
  goneSeconds: seconds,
  awayMinutes: { min: 0, max: minutesOfADay } as Bounds,
  ageingMinutes: { guidance: minutes, information: minutes, unrelated: minutes },
  answerMinutes: { imminent: minutes, high: minutes, standard: minutes },
  silenceMinutes: { imminent: minutes, high: minutes },
  care: {
    inARow: { min: 1, max: 20, whole: true } as Bounds,
    perShift: { min: 1, max: 50, whole: true } as Bounds,
    pauseMinutes: minutes,
  },
  historyDays: { min: 1, max: 366, whole: true } as Bounds,
  transferSeconds: seconds,
  reopenMinutes: { min: 0, max: 7 * minutesOfADay } as Bounds,
  absenceDays: { min: 0, max: 3_650, whole: true } as Bounds,
};

/** So many times a day shifts may begin. */
export const mostShifts = 6;
