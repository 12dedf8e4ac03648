import { Classification, Instant, SessionId, Tier } from "@liss/contracts";
import { z } from "zod";

/** How many of the person's sessions, the last first, a search looks through, and how many it shows. */
export const searchLimits = { looked: 2_000, shown: 50 } as const;

/** POST /api/searches. What is left out does not narrow the search; what was looked for is never kept. */
export const Search = z
  .object({
    text: z.string().trim().max(120).describe("A code name, or words that were written"),
    tier: Tier,
    classification: Classification,
    from: Instant,
    to: Instant,
  })
  .partial()
  .refine((asked) => Object.values(asked).some((value) => value !== undefined && value !== ""));
export type Search = z.infer<typeof Search>;

/** The sessions that she may see and that fit, the last first. */
export const Found = z.object({
  sessions: z.array(
    z.object({
      id: SessionId,
      codeName: z.string(),
      status: z.enum(["waiting", "attended", "delegated", "closed"]),
      tier: Tier,
      classification: Classification.nullable(),
      openedAt: Instant,
      lastMessageAt: Instant,
      needsReason: z.boolean().describe("It opens only with a reason; its words were not looked through"),
      inside: z.array(z.enum(["message", "note"])).describe("Where her words were found"),
    }),
  ),
  more: z.boolean().describe("There are more than are shown"),
});
export type Found = z.infer<typeof Found>;
