import { z } from "zod";
import { event } from "../event.ts";
import { Instant, MessageId, PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

/** Which parts of her plan changed; never what they say. */
export const SafeContactPlanChanged = event(
  "routing.safe-contact-plan-changed",
  1,
  routing("A person wrote down what she agreed about being written to"),
  { personId: PersonId, fields: z.array(z.string().max(40)).max(20) },
);

/** Why a person answers for words that the check would not let go. Chosen, not written: no content gets on the record. */
export const overrideReasons = ["emergency", "she-asked", "she-is-alone", "misread"] as const;
export type OverrideReason = (typeof overrideReasons)[number];

export const SafetyOverridden = event(
  "routing.safety-overridden",
  1,
  routing("A person answered for words that the check of outgoing texts had refused"),
  {
    personId: PersonId,
    messageId: MessageId,
    reason: z.enum(overrideReasons),
    codes: z.array(z.string().max(40)).max(100).describe("What the check feared"),
  },
);

/** The robot's and the service's own words that were not sent; an executive is told at once and changes hers. */
export const SendRefused = event(
  "routing.send-refused",
  1,
  routing("A message was not sent: her plan forbids it, or its words would betray her"),
  {
    messageId: MessageId,
    author: z.enum(["robot", "system"]),
    codes: z.array(z.string().max(40)).max(100),
  },
);

/** From this moment nothing is sent to her until she writes again; what the gateway still holds for her is cancelled. */
export const GoodbyeSaid = event(
  "routing.goodbye-said",
  1,
  {
    ...routing("She said her exit word, or the word that looks like a goodbye and asks for help"),
    consumers: ["gateway"],
  },
  {
    messageId: MessageId,
    saidAt: Instant.optional().describe("When she wrote it, by WhatsApp's clock"),
    word: z.enum(["exit", "duress"]).optional(),
  },
);

/** A goodbye that leaves her phone as safe as it can be: which steps she agreed to, never what was written. */
export const SafeClosingAgreed = event(
  "routing.safe-closing-agreed",
  1,
  routing("A safe goodbye was agreed with her, step by step"),
  {
    personId: PersonId,
    phone: z.enum(["android", "iphone", "shared", "unknown"]),
    steps: z.array(z.string().max(40)).min(1).max(12),
    contentVersion: z.iso.date().describe("Of the card that she was led by"),
  },
);
