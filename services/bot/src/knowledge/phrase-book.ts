import { z } from "zod";
import { type Betraying, betrayalIn, firstLine } from "./discretion.ts";
import { limits } from "./schemas.ts";

const words = z.string().trim().min(1);
const Body = words.max(limits.body);
/** Several ways to say the same; they take turns. */
const Variants = z.array(Body).min(1);
const Button = z.strictObject({ title: words.max(limits.buttonTitle) });

/** phrases.yaml: everything the robot says besides the articles. */
export const PhraseBook = z.strictObject({
  menu: z.strictObject({
    body: Body,
    again: Variants,
    topic: Body,
    button: words.max(limits.listButton),
    section: words.max(limits.rowTitle),
    more_rows: z.strictObject({
      title: words.max(limits.rowTitle),
      description: words.max(limits.rowDescription),
    }),
  }),
  did_you_mean: Variants,
  not_understood: Variants,
  courtesy: Variants,
  repeated: Variants,
  repeated_end: Body,
  continues: words.max(limits.rowDescription),
  also_asked: words.max(limits.rowDescription),
  cannot_read: Body,
  where: z.strictObject({ ask: Body, found: Body, nothing: Body, fictional: words }),
  options: z.strictObject({
    menu: Button,
    back: Button,
    more: Button,
    topic: Button,
    person: Button.extend({
      row_title: words.max(limits.rowTitle),
      row_description: words.max(limits.rowDescription),
    }),
  }),
  article_footer: words,
  number_date: words,
  summary: z.strictObject({
    asked: words,
    served: words,
    nearest: words,
    nothing_served: words,
    offered: words,
    not_understood: words,
    last: words,
    sign: words,
    goodbye: words,
    outside: words,
    cannot_read: words,
    repeated: words,
  }),
});
export type PhraseBook = z.infer<typeof PhraseBook>;

/** What of the phrase book could betray her on a locked screen, as `"line" ("word")`. The summary is not for her. */
export function betrayalsIn(
  { summary, article_footer, number_date, ...shown }: PhraseBook,
  betraying: Betraying,
): string[] {
  return textsIn(shown).flatMap((text) => {
    const found = betrayalIn(firstLine(text), betraying);
    return found ? [`"${firstLine(text)}" ("${found}")`] : [];
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
