import { ContactHours } from "@liss/contracts";
import { z } from "zod";

const word = z.string().trim().min(1);

/** The part of a safe-contact plan that concerns words, as a file of texts gives it; the rest of a plan is let be. */
export const PlanInput = z
  .object({
    avoid: z.array(word),
    alias: word,
    realName: word,
    agreedWord: word,
    duressWord: word,
    hours: z.array(ContactHours),
  })
  .partial();
