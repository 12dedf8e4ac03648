import { erasureCauses, holdReasons, Instant, PersonId, SessionId, takenBackPolicies } from "@liss/contracts";
import { z } from "zod";

/** What goes when, what is held, and what went. Part of api.ts. */

const Hold = z.object({
  reason: z.enum(holdReasons),
  byName: z.string(),
  since: Instant,
  reviewerName: z.string(),
  reviewAt: Instant,
  overdue: z.boolean(),
  /** Placed by whoever asks: somebody else reviews it. */
  mine: z.boolean(),
});

/** GET /api/retention, supervisors */
export const Retention = z.object({
  contentHours: z.number(),
  factsDays: z.number(),
  takenBack: z.enum(takenBackPolicies).describe("What becomes of messages that she takes back"),
  /** The next ones first; those that are held after them. */
  kept: z.array(
    z.object({
      sessionId: SessionId,
      codeName: z.string(),
      closedAt: Instant,
      goesAt: Instant.nullable().describe("Null while it is held"),
      hold: Hold.nullable(),
    }),
  ),
  more: z.number().int().describe("How many closed conversations wait beyond those shown"),
  gone: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["session", "contact"]),
      codeName: z.string(),
      cause: z.enum(["retention", ...erasureCauses]),
      begunAt: Instant,
      doneAt: Instant.nullable(),
      keys: z.number().int(),
      messages: z.number().int(),
    }),
  ),
  reviewers: z
    .array(z.object({ id: PersonId, name: z.string() }))
    .describe("Who could review a hold of hers"),
});
export type Retention = z.infer<typeof Retention>;

/** Longer than this nobody holds anything without somebody else looking at it again. */
const mostDays = 180;

/** POST /api/sessions/:id/legal-hold, supervisors */
export const PlaceHold = z.object({
  reason: z.enum(holdReasons),
  reviewerId: PersonId,
  reviewDays: z.number().int().min(1).max(mostDays),
});

/** POST /api/sessions/:id/legal-hold/review, supervisors other than whoever placed it */
export const ReviewHold = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("keep"), reviewDays: z.number().int().min(1).max(mostDays) }),
  z.object({ outcome: z.literal("lift") }),
]);

/** POST /api/sessions/:id/erasure, supervisors: everything of the contact, for ever */
export const EraseContact = z.object({ cause: z.enum(["request", "order"]) });
