import { z } from "zod";
import { overrideReasons } from "./events/safe-contact.ts";
import { PersonId } from "./values.ts";

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const Weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof Weekday>;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "HH:MM, 00:00 to 24:00");
const word = z.string().trim().min(1).max(80);

/** Some hours of some days, on the clock of Chile. `to` is exclusive and later than `from`: a night is two of these. */
export const ContactHours = z
  .strictObject({ days: z.array(Weekday).min(1), from: Clock, to: Clock })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than `from`" });
export type ContactHours = z.infer<typeof ContactHours>;

/**
 * What she agreed with us about being written to. Asked at the start and on every return, in one step that she may
 * skip; what she did not say is what is safest. Everything that is sent passes it. Source: domain.md §3.5.
 */
export const SafeContactPlan = z.strictObject({
  writing: z
    .enum(["never", "answer", "first"])
    .default("answer")
    .describe("Nothing at all; only answers to what she wrote; or also first, within her hours"),
  hours: z
    .array(ContactHours)
    .default([])
    .describe(
      "When a message may arrive while she is not writing herself. Without hours nobody writes first",
    ),
  answerWithinMinutes: z
    .int()
    .min(1)
    .max(24 * 60)
    .default(24 * 60)
    .describe(
      "Later than this after her last message an answer is writing first; by default WhatsApp's own window",
    ),
  readBy: z
    .enum(["unknown", "only-her", "others"])
    .default("unknown")
    .describe("Who else reads this phone. With others only a person writes, in neutral words, and no files"),
  alias: word.optional().describe("How she wants to be called"),
  realName: word.optional().describe("The name that must not be written to her"),
  agreedWord: word.optional().describe("By which she is known again; never written to her"),
  duressWord: word
    .optional()
    .describe("It looks like a goodbye and asks for help in silence; never written to her"),
  avoid: z
    .array(word)
    .max(50)
    .default([])
    .describe("Words that must not appear in anything that is sent to her"),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .default("es")
    .describe("ISO 639: es, ht, en, pt, qu, arn…"),
  mayReceiveMedia: z.boolean().default(false),
  mayReceiveNotices: z
    .boolean()
    .default(false)
    .describe("Reminders, surveys, templates and other messages that no person writes"),
});
export type SafeContactPlan = z.infer<typeof SafeContactPlan>;

/** What holds for somebody of whom nothing has been asked yet. */
export const defaultSafeContactPlan: SafeContactPlan = SafeContactPlan.parse({});

/** A person sends words that the check would not let go, and says why. Goes on the record. */
export const SafetyOverride = z.strictObject({ by: PersonId, reason: z.enum(overrideReasons) });
export type SafetyOverride = z.infer<typeof SafetyOverride>;
