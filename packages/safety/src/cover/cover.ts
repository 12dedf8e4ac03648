import { z } from "zod";
import type { CheckText, TextCheck } from "../check/check-text.ts";
import type { ReasonCode } from "../check/reasons.es-cl.ts";
import { ContentWrong, readContent } from "../rules/load-lexicon.ts";

/** A WhatsApp body; first words are short, for a locked screen shows them. */
const firstText = z.string().trim().min(1).max(160);
const text = z.string().trim().min(1).max(1024);

/** Source: domain.md §0.1, 133 in every notice out of hours. */
const noticeText = firstText.regex(/(?<!\d)133(?!\d)/, "says where urgent help is: 133");

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
      "whose-phone": firstText,
      "when-to-write": firstText,
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
  notices: z
    .strictObject({ "out-of-hours": noticeText, "nobody-here": noticeText })
    .describe("The only words that the service says by itself"),
  "exit-words": z
    .array(z.string().trim().min(2).max(40))
    .min(1)
    .max(10)
    .describe("With one of these she ends everything"),
});
export type Cover = z.infer<typeof Cover>;

const shipped = new URL("../../content/es-CL/cover.yaml", import.meta.url);

/** The cover as it is written, for whoever sends none of its texts. @throws ContentWrong */
export function readCover(file: URL = shipped): Cover {
  return readContent(file, Cover);
}

/** The cover, every text of it checked as if it were about to be sent. @throws ContentWrong */
export function loadCover(checkText: CheckText, file: URL = shipped): Cover {
  const cover = readCover(file);
  const texts = Object.entries({
    "persona.name": cover.persona.name,
    ...named("profile", cover.profile),
    ...named("first", cover.first),
    ...named("neutral", cover.neutral),
  });
  const problems = [
    ...texts.flatMap(([field, written]) => problemsOf(field, checkText(written, undefined, { pii: true }))),
    // Where urgent help is has to be in them; nothing else that betrays.
    ...Object.entries(named("notices", cover.notices)).flatMap(([field, written]) =>
      problemsOf(field, checkText(written, undefined, { pii: true }), "help-number"),
    ),
  ];
  if (problems.length > 0) throw new ContentWrong(`The cover would betray her:\n${problems.join("\n")}`);
  return cover;
}

function problemsOf(field: string, { reasons }: TextCheck, allowed?: ReasonCode): string[] {
  return reasons
    .filter(({ code }) => code !== allowed)
    .map(({ words, sentence }) => `${field}: "${words}": ${sentence}`);
}

function named(section: string, fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, written]) => [`${section}.${name}`, written]));
}
