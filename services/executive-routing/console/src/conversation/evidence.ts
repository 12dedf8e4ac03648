import type { MessageView } from "@liss/executive-routing/desk-api";

type Evidence = NonNullable<MessageView["assessment"]>["evidence"];
type Indicator = Evidence[number]["indicator"];

/**
 * A stretch of text and the indicators that triage saw in it: `undefined` among them for what only made it more
 * urgent, none for plain text.
 */
export type Stretch = { start: number; text: string; indicators: Indicator[] };

/**
 * Cuts a text where evidence begins or ends, so that each stretch has one set of indicators. Offsets are UTF-16, as
 * JavaScript's; evidence outside the text is cut to it, and an emoji is never cut in two.
 */
export function stretchesOf(text: string, evidence: Evidence): Stretch[] {
  const ranges = evidence
    .map(({ indicator, start, end }) => ({ indicator, start: whole(text, start), end: whole(text, end) }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, text.length, ...ranges.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  const stretches: Stretch[] = [];
  for (const [at, start] of cuts.entries()) {
    const end = cuts[at + 1];
    if (end === undefined) break;
    const covering = ranges.filter((range) => range.start <= start && range.end >= end);
    const indicators = [...new Set(covering.map(({ indicator }) => indicator))];
    stretches.push({ start, text: text.slice(start, end), indicators });
  }
  return stretches;
}

/** The offset inside the text, and not between the two halves of a character. */
function whole(text: string, offset: number): number {
  const inside = Math.max(0, Math.min(text.length, Math.trunc(offset)));
  const code = text.charCodeAt(inside);
  return code >= 0xdc00 && code <= 0xdfff ? inside - 1 : inside;
}
