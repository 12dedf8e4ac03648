import { z } from "zod";
import type { CheckText } from "../check/check-text.ts";
import { ContentWrong, readContent } from "../rules/load-lexicon.ts";

/** A WhatsApp body; first words are short, for a locked screen shows them. */
const firstText = z.string().trim().min(1).max(160);
const text = z.string().trim().min(1).max(1024);

/** What the channel pretends to be, so that whoever sees the phone learns nothing. Source: domain.md §0.2, §3.2. */
export const Cover = z.strictObject({
  persona: z.strictObject({
    name: z.string().trim().min(2).max(40),
    tone: z.enum(["friendly", "formal"]).describe("tú or usted"),
  }),
  profile: z.strictObject({
    about: z.string().trim().min(1).max(139),
    description: z.string().trim().max(512),
  }),
  first: z
    .strictObject({
      greeting: firstText,
      waiting: firstText,
      "is-it-a-good-moment": firstText,
      "out-of-hours": firstText,
      "back-again": firstText,
      "how-to-call-you": firstText,
    })
    .describe("What may be written before it is known that she is safe"),
  neutral: z
    .strictObject({
      "not-understood": text,
      "somebody-else-asks": text,
      "wrong-person": text,
      pause: text,
      goodbye: text,
    })
    .describe("What is said when it may not be she: nothing is confirmed, nothing repeated"),
});
export type Cover = z.infer<typeof Cover>;

const shipped = new URL("../../content/es-CL/cover.yaml", import.meta.url);

/** The cover, every text of it checked as if it were about to be sent. @throws ContentWrong */
export function loadCover(checkText: CheckText, file: URL = shipped): Cover {
  const cover = readContent(file, Cover);
  const texts = Object.entries({
    "persona.name": cover.persona.name,
    ...named("profile", cover.profile),
    ...named("first", cover.first),
    ...named("neutral", cover.neutral),
  });
  const problems = texts.flatMap(([field, written]) =>
    checkText(written, undefined, { pii: true }).reasons.map(
      ({ words, sentence }) => `${field}: "${words}": ${sentence}`,
    ),
  );
  if (problems.length > 0) throw new ContentWrong(`The cover would betray her:\n${problems.join("\n")}`);
  return cover;
}

function named(section: string, fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, written]) => [`${section}.${name}`, written]));
}
