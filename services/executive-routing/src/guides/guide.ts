import { z } from "zod";

/** What she writes from decides how something is done there. */
export const phones = ["android", "iphone", "shared", "unknown"] as const;
export const Phone = z.enum(phones);
export type Phone = z.infer<typeof Phone>;

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const sentence = z.string().trim().min(1).max(400);

const Step = z.strictObject({
  id,
  do: sentence.describe("For the executive: what to do now, and why"),
  say: z
    .union([sentence, z.partialRecord(Phone, sentence)])
    .optional()
    .describe(
      "What may be written to her, the same for all or by her phone; passes the gate like any other text",
    ),
});

/** A card that leads an executive through something that is not everyday: a safe goodbye, a minor, a silence. */
export const Guide = z.strictObject({
  id,
  kind: z.enum(["closing", "protocol"]),
  title: z.string().min(1).max(80),
  version: z.iso.date().describe("The day from which these words hold"),
  sources: z.array(z.string().min(1)).min(1),
  when: sentence,
  steps: z.array(Step).min(1).max(12),
  cannot: z.array(sentence).min(1).describe("What nobody can do about it, told honestly"),
});
export type Guide = z.infer<typeof Guide>;

/** GET /api/guides */
export const Guides = z.object({ guides: z.array(Guide.omit({ sources: true })) });
export type Guides = z.infer<typeof Guides>;
