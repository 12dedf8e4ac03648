import type { Policy } from "@liss/executive-routing/desk-api";

/** A policy as an installation has it on its first day, but for its hours. */
export const policy: Policy = {
  weights: { danger: 1, standard: 0.5, delegated: 0.25 },
  offerSeconds: 20,
  onCallEverySeconds: 60,
  onCall: [],
  goneSeconds: 60,
  awayMinutes: 10,
  ageingMinutes: { guidance: 20, information: 30, unrelated: 60 },
  answerMinutes: { imminent: 1, high: 2, standard: 8 },
  silenceMinutes: { imminent: 3, high: 15 },
  care: { inARow: 2, perShift: 4, pauseMinutes: 12 },
  hours: {
    timeZone: "America/Santiago",
    week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
    holidays: "open",
    exceptions: [],
  },
  shiftStarts: ["00:00", "08:00", "16:00"],
  historyDays: 90,
  transferSeconds: 120,
  reopenMinutes: 60,
  absenceDays: 90,
};
