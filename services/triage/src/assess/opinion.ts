import type { Indicator } from "@liss/contracts";
import type { Rules } from "./compile-rules.ts";
import { type Learned, learnedFrom, type Weighed } from "./learned.ts";
import { isAtLeast } from "./tiers.ts";
import { cut, type Token } from "./tokens.ts";

/** What the model says of a message: the most urgent tier it is sure of, and what it adds. */
export type Opinion = { tier?: Learned | undefined; indicators: Learned[] };

/** The words of a message and of the messages just before it, oldest first. */
export type Heard = { tokens: readonly Token[]; text: string };

/**
 * Weighs a message alone and together with those just before it: "está afuera" … "y trae algo en la mano". Of what the
 * whole shows only that counts to which this message brings its part.
 * @param about what the rules saw in the message (`context`), and together with the conversation as far as it went
 */
export function opinionOf(
  { weigher }: Rules,
  message: Heard,
  before: readonly Heard[],
  about: {
    context: readonly string[];
    together: readonly string[];
    facts: ReadonlySet<string>;
    takenBack: ReadonlySet<string>;
    doubted: ReadonlySet<string>;
  },
): Opinion {
  if (!weigher) return { indicators: [] };
  const { context, together, ...known } = about;
  const learned = learnedFrom(weigher, { ...message, context }, known);
  if (before.length > 0)
    learned.push(...learnedFrom(weigher, { ...joined(message, before), context: together }, known));
  const indicators = new Map<Indicator, Learned>();
  let tier: Learned | undefined;
  for (const each of learned) {
    if (each.indicator && !indicators.has(each.indicator)) indicators.set(each.indicator, each);
    if (each.tier && (!tier?.tier || !isAtLeast(tier.tier, each.tier))) tier = each;
  }
  return { tier, indicators: [...indicators.values()] };
}

/** Words said just before that are weighed together with a message. */
const mostBefore = 60;

function joined(message: Heard, before: readonly Heard[]): Omit<Weighed, "context"> {
  const earlier = before.flatMap(({ tokens }) => apart(tokens)).slice(-mostBefore);
  return {
    tokens: [...earlier, ...apart(message.tokens)],
    text: [...before, message].map(({ text }) => text).join(". "),
    since: earlier.length,
  };
}

function apart([first, ...rest]: readonly Token[]): Token[] {
  return first ? [{ ...first, cutBefore: cut.sentence }, ...rest] : [];
}
