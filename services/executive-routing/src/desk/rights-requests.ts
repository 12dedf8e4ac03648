import { Instant, refusalReasons, rightsKinds, SessionId } from "@liss/contracts";
import { z } from "zod";

/** What women ask about their own data. Part of api.ts. */

/** POST /api/sessions/:id/rights: she asked, in this conversation; with the word she said, if she was asked for it */
export const AskForRight = z.object({
  requestId: z.uuid(),
  kind: z.enum(rightsKinds),
  word: z.string().trim().min(1).max(200).optional(),
});

/** POST /api/rights/:request/identity, supervisors */
export const CheckWord = z.object({ word: z.string().trim().min(1).max(200) });

/** POST /api/rights/:request/answer, supervisors */
export const AnswerRight = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("granted") }),
  z.object({ outcome: z.literal("refused"), legalReason: z.enum(refusalReasons) }),
]);

/** GET /api/rights, supervisors; what is open first, the most urgent before the others */
export const RightsBook = z.object({
  notice: z.object({ version: z.string(), text: z.string() }).describe("The short privacy notice in force"),
  requests: z.array(
    z.object({
      id: z.uuid(),
      sessionId: SessionId,
      codeName: z.string(),
      kind: z.enum(rightsKinds),
      askedAt: Instant,
      dueAt: Instant,
      overdue: z.boolean(),
      extended: z.boolean(),
      identity: z.enum(["not-checked", "matches", "does-not-match"]),
      answeredAt: Instant.nullable(),
      outcome: z.enum(["granted", "refused"]).nullable(),
      legalReason: z.enum(refusalReasons).nullable(),
    }),
  ),
});
export type RightsBook = z.infer<typeof RightsBook>;

/** POST /api/rights/:request/export, supervisors: to be read, and to be taken elsewhere */
export const HerExport = z.object({ readable: z.string(), data: z.looseObject({}) });
