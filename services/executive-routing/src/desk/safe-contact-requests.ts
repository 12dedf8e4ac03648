import { Instant, PersonId, SafeContactPlan } from "@liss/contracts";
import { z } from "zod";
import { longestName } from "../sending/attachable.ts";

/** Why something may not be sent to her, each with its sentence and, for words, where they are. Part of api.ts. */
export const SafetyReview = z.object({
  refusals: z.array(
    z.object({
      by: z.enum(["plan", "words"]),
      code: z.string(),
      sentence: z.string(),
      start: z.number().int().optional(),
      end: z.number().int().optional(),
      inName: z.literal(true).optional().describe("The words are in the name of the file"),
    }),
  ),
  overridable: z.boolean().describe("An executive may send it all the same, with a reason"),
});
export type SafetyReview = z.infer<typeof SafetyReview>;

/** POST /api/sessions/:id/safety-check: before sending; sends and records nothing. */
export const CheckWords = z.object({
  text: z.string().max(4096),
  file: z
    .object({ kind: z.enum(["image", "audio", "document"]), name: z.string().trim().min(1).max(longestName) })
    .optional()
    .describe("A file would go with it: her plan and its name are looked at too"),
});

export type CheckWords = z.infer<typeof CheckWords>;

/** PUT /api/sessions/:id/safe-contact-plan: the whole plan; what is left out is what is safest. */
export const WritePlan = SafeContactPlan;

/** GET /api/sessions/:id/safe-contact-plan */
export const PlanKnown = z.object({
  plan: SafeContactPlan,
  known: z.boolean().describe("false: nothing was agreed yet, and this is what holds"),
  changed: z.object({ by: PersonId, at: Instant }).nullable(),
  goodbyeAt: Instant.nullable().describe("When she said her exit word, until she writes again"),
  mayChange: z.boolean(),
  ask: z
    .object({ why: z.enum(["nothing-agreed", "came-back"]), questions: z.array(z.string()) })
    .nullable()
    .describe(
      "What to ask her first, in neutral words; null when there is nothing to ask or it is no moment to",
    ),
});
export type PlanKnown = z.infer<typeof PlanKnown>;
