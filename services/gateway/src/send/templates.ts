import type { OutgoingContent } from "@liss/contracts";
import { z } from "zod";

/**
 * A template that may be sent: its name and language at WhatsApp, and its text, approved word by word. None by
 * default: what reaches her without her having written, or a day later, is read by whoever holds the phone. Only
 * texts that say nothing belong here. Source: product.md, invariant 7.
 */
export const AllowedTemplate = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9_]+$/)
    .max(512),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
  text: z
    .string()
    .min(1)
    .max(1024)
    .refine((text) => !/\{\{/.test(text), "no parameters: the whole text is approved beforehand"),
});
export type AllowedTemplate = z.infer<typeof AllowedTemplate>;

type TemplateContent = Extract<OutgoingContent, { kind: "template" }>;

/** Whether exactly this, down to its text, may be sent. */
export function isAllowed(content: TemplateContent, allowed: readonly AllowedTemplate[]): boolean {
  return allowed.some(
    ({ name, language, text }) =>
      name === content.name && language === content.language && text === content.text,
  );
}
