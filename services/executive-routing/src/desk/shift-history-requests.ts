import { Instant, PersonId, SessionId, Tier } from "@liss/contracts";
import { z } from "zod";

/** POST /api/shift-history, supervisors, and /api/me/shift-history. */
export const AskShiftHistory = z.object({
  date: z.iso.date().describe("The day on which it began, by the desk's own calendar"),
  block: z
    .number()
    .int()
    .min(0)
    .max(5)
    .nullable()
    .describe("Which of the day's shifts, the first being 0; null for all of them"),
});

const Span = { from: Instant, to: Instant };
const Attended = z.object({
  sessionId: SessionId,
  codeName: z.string().nullable().describe("null when the contact was forgotten"),
  ...Span,
  tier: Tier.describe("The most urgent that it was meanwhile"),
  began: z.enum(["taken", "received"]),
  ended: z.enum(["closed", "returned", "transferred", "lost", "goes-on"]),
});

/** What a shift was: who was there, who attended what and for how long. No speeds, and nobody before another. */
export const ShiftHistory = z.object({
  now: Instant,
  ...Span,
  earliest: z.iso.date().describe("What is older is not kept"),
  blocks: z.array(z.object({ from: z.string(), to: z.string() })),
  people: z.array(
    z.object({
      id: PersonId,
      name: z.string(),
      presence: z.array(z.object({ state: z.enum(["here", "away", "break"]), ...Span })),
      attended: z.array(Attended),
      marks: z.array(
        z.object({ kind: z.enum(["ring-missed", "silence"]), sessionId: SessionId, at: Instant }),
      ),
      figures: z.object({
        presentMs: z.number(),
        awayMs: z.number(),
        pausedMs: z.number(),
        taken: z.number().int(),
        received: z.number().int(),
        transferred: z.number().int(),
        closed: z.number().int(),
        imminent: z.number().int(),
        ringsMissed: z.number().int(),
        silences: z.number().int(),
      }),
    }),
  ),
  curve: z
    .array(z.object({ at: Instant, waiting: z.number().int(), attended: z.number().int() }))
    .describe("How many waited, and how many of these people's were attended, at each moment"),
  emergencies: z.array(
    z.object({
      sessionId: SessionId,
      codeName: z.string().nullable(),
      ...Span,
      open: z.boolean(),
      ownerName: z.string().nullable(),
    }),
  ),
});
export type ShiftHistory = z.infer<typeof ShiftHistory>;
