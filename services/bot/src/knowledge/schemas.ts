import { RobotTopic } from "@liss/contracts";
import { z } from "zod";

/** WhatsApp's limits of what the robot shows. Source: whatsapp-cloud-api.md §3. */
export const limits = {
  rowTitle: 24,
  rowDescription: 72,
  buttonTitle: 20,
  listButton: 20,
  rows: 10,
  body: 1024,
} as const;

const words = z.string().trim().min(1);
const Id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower case, digits and hyphens");
const Day = z.iso.date();

export const ArticleHead = z
  .strictObject({
    id: Id,
    topic: RobotTopic,
    title: words.max(limits.rowTitle),
    short: words.max(limits.rowDescription),
    keywords: z.array(words).min(1),
    sources: z.array(words).min(1),
    verified_on: Day,
    expires: Day,
  })
  .refine(({ verified_on, expires }) => verified_on < expires, {
    path: ["expires"],
    message: "expires before it was verified",
  });

export const Numbers = z.strictObject({
  numbers: z.array(
    z.strictObject({
      id: Id,
      number: z.string().regex(/^\*?[0-9][0-9 ]*$/, "digits and spaces, a star in front at most"),
      name: words,
      use: words,
      verified_on: Day,
      confidence: z.enum(["high", "medium", "unverified"]),
      sources: z.array(words).min(1),
    }),
  ),
});
export type HelpNumber = z.infer<typeof Numbers>["numbers"][number];

const Body = words.max(limits.body);

export const PhraseBook = z.strictObject({
  menu: z.strictObject({
    body: Body,
    again: Body,
    button: words.max(limits.listButton),
    section: words.max(limits.rowTitle),
  }),
  did_you_mean: Body,
  still_not_understood: Body,
  courtesy: Body,
  options: z.strictObject({
    menu: z.strictObject({ title: words.max(limits.buttonTitle) }),
    person: z.strictObject({
      title: words.max(limits.buttonTitle),
      row_title: words.max(limits.rowTitle),
      row_description: words.max(limits.rowDescription),
    }),
  }),
  article_footer: words,
  number_date: words,
  summary: z.strictObject({ served: words, nothing_served: words, not_understood: words, goodbye: words }),
});
export type PhraseBook = z.infer<typeof PhraseBook>;

export const Safety = z.strictObject({
  betraying: words,
  risk: z.array(words).min(1),
  person: z.array(words).min(1),
  menu: z.array(words).min(1),
  goodbye: z.array(words).min(1),
  thanks: z.array(words).min(1),
  links: z.array(words),
});
