import { revealPurposes } from "@liss/contracts";
import { z } from "zod";

/** POST /api/sessions/:id/number */
export const AskNumber = z.object({ purpose: z.enum(revealPurposes) });

export const HerNumber = z.object({
  number: z.string().describe("Digits with the country's first, as WhatsApp has them"),
  showSeconds: z.number().int().describe("After so long the console covers it"),
});
export type HerNumber = z.infer<typeof HerNumber>;
