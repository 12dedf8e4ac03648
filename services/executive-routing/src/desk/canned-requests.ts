import { z } from "zod";
import { cannedVariables, unknownVariablesIn } from "../canned/variables.ts";

export {
  type CannedVariable,
  cannedVariables,
  fillVariables,
  unknownVariablesIn,
} from "../canned/variables.ts";

/** Whose a canned text is: the person's own, or the team's, which supervisors write. */
export const cannedScopes = ["personal", "team"] as const;

/** PUT /api/canned-replies. The id is made by the console. */
export const WriteCanned = z.object({
  replyId: z.uuid(),
  scope: z.enum(cannedScopes),
  name: z
    .string()
    .regex(/^[\p{Ll}\p{N}][\p{Ll}\p{N}-]{0,39}$/u)
    .describe("What is typed after `/`: one word in small letters"),
  text: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .refine((text) => unknownVariablesIn(text).length === 0, `only {${cannedVariables.join("}, {")}}`),
});

/** POST /api/canned-replies/remove */
export const RemoveCanned = z.object({ replyId: z.uuid() });

/** GET /api/canned-replies: hers and the team's. */
export const CannedReplies = z.object({
  replies: z.array(
    z.object({
      id: z.uuid(),
      scope: z.enum(cannedScopes),
      name: z.string(),
      text: z.string(),
      betrays: z
        .boolean()
        .describe("Whoever reads her phone would understand it: it is marked before it is used"),
      mayChange: z.boolean(),
    }),
  ),
});
export type CannedReplies = z.infer<typeof CannedReplies>;
