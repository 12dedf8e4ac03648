import { z } from "zod";
import { defaultSchedule, Schedule } from "../hours/schedule.ts";
import { type Bounds, mostShifts, policyBounds } from "./policy-bounds.ts";

const within = ({ min, max, whole }: Bounds) => (whole ? z.number().int() : z.number()).min(min).max(max);
const { weights, ageingMinutes, answerMinutes, silenceMinutes, care } = policyBounds;

/**
 * How the desk works, in one place: a supervisor changes it while it runs (PUT /api/policy), and every replica reads
 * the same row.
 */
export const Policy = z.object({
  weights: z
    .object({
      danger: within(weights.danger),
      standard: within(weights.standard),
      delegated: within(weights.delegated),
    })
    .describe("How much of an executive a session takes"),
  offerSeconds: within(policyBounds.offerSeconds).describe(
    "How long an imminent case rings for one executive before the next",
  ),
  onCallEverySeconds: within(policyBounds.onCallEverySeconds).describe(
    "How often those on call are called again",
  ),
  onCall: z.array(z.string().min(1).max(64)).max(50).describe("People called when nobody else took it"),
  goneSeconds: within(policyBounds.goneSeconds).describe(
    "Without a live connection for this long, her sessions return to the queue",
  ),
  awayMinutes: within(policyBounds.awayMinutes).describe(
    "Nobody touched a console for this long: she is away from it, and it rings for others; 0 never",
  ),
  ageingMinutes: z
    .object({
      guidance: within(ageingMinutes.guidance),
      information: within(ageingMinutes.information),
      unrelated: within(ageingMinutes.unrelated),
    })
    .describe("Waiting this long in a tier promotes to the next, up to support: never to high"),
  answerMinutes: z
    .object({
      imminent: within(answerMinutes.imminent),
      high: within(answerMinutes.high),
      standard: within(answerMinutes.standard),
    })
    .describe("Assigned and unanswered: once is a reminder, twice the supervisor, three times the queue"),
  silenceMinutes: z
    .object({ imminent: within(silenceMinutes.imminent), high: within(silenceMinutes.high) })
    .describe("She has not written for this long in danger: a checklist and an alarm, nothing else"),
  care: z
    .object({
      inARow: within(care.inARow),
      perShift: within(care.perShift),
      pauseMinutes: within(care.pauseMinutes),
    })
    .describe("Imminent cases that one person takes, and the protected pause after each"),
  hours: Schedule.describe(
    "When people attend; out of hours triage still runs and emergencies go to those on call",
  ),
  shiftStarts: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM"))
    .min(1)
    .max(mostShifts)
    .refine(
      (starts) => starts.every((start, at) => at === 0 || start > (starts[at - 1] ?? "")),
      "in their order",
    )
    .describe("When the shifts of a day begin, by the hour of the desk; each ends when the next begins"),
  historyDays: within(policyBounds.historyDays).describe(
    "How many days back shifts can be looked at; then it is forgotten who was there",
  ),
  transferSeconds: within(policyBounds.transferSeconds).describe(
    "How long a proposed transfer waits for its answer",
  ),
  reopenMinutes: within(policyBounds.reopenMinutes).describe(
    "Writing again within this time of the closing continues the attention; 0 never",
  ),
  absenceDays: within(policyBounds.absenceDays).describe(
    "Coming back after this long, whoever agreed on a word is made sure of again; 0 never",
  ),
});
export type Policy = z.infer<typeof Policy>;

/** What counts where nobody decided otherwise; each with its reason. */
export const defaultPolicy: Policy = {
  // Danger is attended one to one. Source: domain.md §6.
  weights: { danger: 1, standard: 0.5, delegated: 0.25 },
  // A phone rings about as long before one gives up; five people in a row stay under two minutes.
  offerSeconds: 20,
  onCallEverySeconds: 60,
  onCall: [],
  // A tunnel or a restarted router takes less.
  goneSeconds: 60,
  // A long conversation is read with a hand on the wheel; a coffee takes longer.
  awayMinutes: 10,
  ageingMinutes: { guidance: 20, information: 30, unrelated: 60 },
  // A first answer in danger is promised in half a minute, otherwise in minutes. Source: domain.md §6, targets.
  answerMinutes: { imminent: 1, high: 2, standard: 8 },
  silenceMinutes: { imminent: 3, high: 15 },
  // Source: domain.md §6, secondary trauma; no research sets a maximum.
  care: { inARow: 2, perShift: 4, pauseMinutes: 12 },
  hours: defaultSchedule,
  shiftStarts: ["00:00", "08:00", "16:00"],
  // A quarter: what a supervision meeting looks back on. Nobody's days are kept for longer than they help anybody.
  historyDays: 90,
  transferSeconds: 120,
  reopenMinutes: 60,
  // Phones are lost, sold and taken away within a season.
  absenceDays: 90,
};

/** The policy from its row: the weights are columns, and what nobody decided is as on the first day. */
export function policyFrom(row: {
  danger: number;
  standard: number;
  delegated: number;
  rest: object;
}): Policy {
  const { danger, standard, delegated, rest } = row;
  return Policy.parse({ ...defaultPolicy, ...rest, weights: { danger, standard, delegated } });
}
