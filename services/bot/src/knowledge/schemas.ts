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

/** What keeps an article readable by anybody, on a telephone, in a hurry. */
export const plainLanguage = {
  /** INFLESZ: from 65 on a text is fairly easy for the general public. */
  inflesz: 65,
  /** Words of the longest sentence; a list of places in one line is the longest that reads well. */
  sentence: 30,
  /** Characters of the whole article; more is not read on a telephone. */
  article: 2_500,
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
    keywords: z.array(words).min(1).describe("Words she would use; `*` at the end stands for any ending"),
    questions: z.array(words).min(1).describe("How women ask this, as they write it"),
    sources: z.array(words).min(1),
    verified_on: Day,
    expires: Day.describe("First day on which it is not served any more"),
    region: Id.optional().describe("Only for those who live there; an id of places.yaml"),
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
      hours: words,
      verified_on: Day,
      confidence: z.enum(["high", "medium", "unverified"]),
      sources: z.array(words).min(1),
    }),
  ),
});
export type HelpNumber = z.infer<typeof Numbers>["numbers"][number];

/** topics.yaml: what an executive may delegate, in the order of the menu. */
export const Topics = z.strictObject({
  topics: z
    .array(
      z.strictObject({
        id: RobotTopic,
        title: words.max(limits.rowTitle),
        short: words.max(limits.rowDescription),
        lead: Id.optional().describe("The article that answers a tap on the topic; its first one otherwise"),
      }),
    )
    .min(1),
});
export type Topic = z.infer<typeof Topics>["topics"][number];

/** synonyms.yaml: how people of here say what the articles say. */
export const Synonyms = z.strictObject({
  abbreviations: z.record(z.string(), words),
  unimportant: words.describe("Words that say nothing about what she asks"),
  lists: z.record(z.string(), words),
  concepts: z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/),
    z.array(words).min(1).describe("Phrases that mean the same; see src/signals/pattern.ts"),
  ),
  off_topic: z.array(words).describe("What only those ask who are after something else"),
});
export type Synonyms = z.infer<typeof Synonyms>;

/** asked.yaml: how each topic has been asked, and what those write who are after something else. */
export const Asked = z.strictObject({
  asked: z.record(RobotTopic, z.array(words).min(1)),
  elsewhere: z.array(words).min(1),
});
export type Asked = z.infer<typeof Asked>;

/** discretion.yaml: what may not be seen on a locked screen, and the sites that an article may name. */
export const Discretion = z.strictObject({ betraying: words, links: z.array(words) });
