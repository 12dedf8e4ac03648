import { z } from "zod";
import { event } from "../event.ts";
import { CodeWordId, Sealed } from "../values.ts";

/** What a word does when she uses it. */
export const CodeWordEffect = z.enum(["imminent", "high"]);
export type CodeWordEffect = z.infer<typeof CodeWordEffect>;

/**
 * A word that asks for help unnoticed, agreed with one woman. The words travel sealed like her messages; who may read
 * her messages may read them. Agreed again it replaces itself; without words it is withdrawn.
 */
export const CodeWordAgreed = event(
  "routing.code-word-agreed",
  1,
  {
    sources: ["executive-routing"],
    consumers: ["triage"],
    summary: "A code word was agreed with her, changed or withdrawn",
  },
  {
    codeWordId: CodeWordId,
    effect: CodeWordEffect,
    agreed: Sealed.optional().describe("AgreedCodeWord as JSON; absent when it no longer counts"),
  },
);

/** The plaintext of `CodeWordAgreed.agreed`. */
export const AgreedCodeWord = z.strictObject({
  words: z.string().trim().min(2).max(80).describe("As she will write them; compared by sound"),
  says: z.string().trim().min(10).max(200).describe("What the executive reads when she uses them"),
});
export type AgreedCodeWord = z.infer<typeof AgreedCodeWord>;
