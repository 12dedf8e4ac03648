import { z } from "zod";

const seconds = () => z.number().int().min(1).max(86_400);
const minutes = () =>
  z
    .number()
    .min(0.1)
    .max(24 * 60);

/**
 * How the desk works, in one place: a supervisor changes it while it runs (PUT /api/policy), and every replica reads
 * the same row. Each default says why.
 */
export const Policy = z.object({
  weights: z
    .object({
      danger: z.number().min(0.05).max(4),
      standard: z.number().min(0.05).max(4),
      delegated: z.number().min(0.05).max(4),
    })
    .default({ danger: 1, standard: 0.5, delegated: 0.25 })
    .describe(
      "How much of an executive a session takes; danger is attended one to one. Source: domain.md §6",
    ),
  offerSeconds: seconds()
    .default(20)
    .describe("How long an imminent case rings for one executive before the next"),
  onCallEverySeconds: seconds().default(60).describe("How often those on call are called again"),
  onCall: z.array(z.string().min(1).max(64)).default([]).describe("People called when nobody else took it"),
  goneSeconds: seconds()
    .default(60)
    .describe("Without a live connection for this long, her sessions return to the queue"),
  ageingMinutes: z
    .object({ guidance: minutes(), information: minutes(), unrelated: minutes() })
    .default({ guidance: 20, information: 30, unrelated: 60 })
    .describe("Waiting this long in a tier promotes to the next, up to support: never to high"),
  answerMinutes: z
    .object({ imminent: minutes(), high: minutes(), standard: minutes() })
    .default({ imminent: 1, high: 2, standard: 8 })
    .describe("Assigned and unanswered: once is a reminder, twice the supervisor, three times the queue"),
  silenceMinutes: z
    .object({ imminent: minutes(), high: minutes() })
    .default({ imminent: 3, high: 15 })
    .describe("She has not written for this long in danger: a checklist and an alarm, nothing else"),
  care: z
    .object({
      inARow: z.number().int().min(1).max(20),
      perShift: z.number().int().min(1).max(50),
      pauseMinutes: minutes(),
    })
    .default({ inARow: 2, perShift: 4, pauseMinutes: 12 })
    .describe("Imminent cases that one person takes. Source: domain.md §6, secondary trauma"),
  transferSeconds: seconds().default(120).describe("How long a proposed transfer waits for its answer"),
  reopenMinutes: z
    .number()
    .min(0)
    .max(7 * 24 * 60)
    .default(60)
    .describe("Writing again within this time of the closing continues the attention; 0 never"),
});
export type Policy = z.infer<typeof Policy>;
