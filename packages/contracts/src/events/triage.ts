import { z } from "zod";
import { event } from "../event.ts";
import { AssessedTier, Indicator, MessageId, Sealed } from "../values.ts";

/** What the rules saw in a message. It orders the queue; it never decides. */
export const Assessed = event(
  "triage.assessed",
  1,
  {
    sources: ["triage"],
    consumers: ["executive-routing"],
    summary: "A message was assessed for risk signals",
  },
  {
    messageId: MessageId,
    tier: AssessedTier,
    indicators: z.array(Indicator),
    medicalReferral: z
      .boolean()
      .describe("Strangulation was mentioned: she needs a physician even without marks"),
    needsListening: z.boolean().describe("A voice note or image that only a person can judge"),
    evidence: Sealed.optional().describe("TriageEvidence as JSON, sealed like the message"),
    ruleVersion: z.string(),
  },
);

/** Which words made triage say so. The plaintext of `Assessed.evidence`. */
export const TriageEvidence = z.array(
  z.object({
    indicator: Indicator.optional().describe(
      "None for what only makes it more urgent: a plea, a message broken off",
    ),
    rule: z.string().describe("Name of the rule in the rule set"),
    start: z.number().int().nonnegative().describe("UTF-16 offset into the message's text"),
    end: z.number().int().positive(),
  }),
);
export type TriageEvidence = z.infer<typeof TriageEvidence>;
