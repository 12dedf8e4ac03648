import type { AssessedTier, Indicator } from "@liss/contracts";
import { countedAs, mostSubjects, mostWords, shapeOf, strengthOf, together } from "./features.ts";
import { raisableTiers, tiersInOrder } from "./model.ts";
import { sumOf, weightOf } from "./says.ts";
import { shares } from "./shares.ts";
import { cut, type Token } from "./tokens.ts";
import { pair, type Weigher } from "./weigher.ts";

/** What the model says of a message, and the words that weighed most. Token positions, `to` exclusive. */
export type Learned = {
  indicator?: Indicator | undefined;
  tier?: AssessedTier | undefined;
  reasons: readonly { from: number; to: number }[];
};

/** A message as the model reads it: with `since`, what stands before that word was said in messages before. */
export type Weighed = { tokens: readonly Token[]; text: string; context: Iterable<string>; since?: number };

const mostReasons = 3;
/** Below this many words an emergency that no rule saw needs half the remaining doubt taken away. */
const fewWords = 4;
/** What the word of a rule that is not sure is worth to the model, as the logarithm of odds. */
const wordOfRule = 2.5;
/** What a message must bring of its own to be the one that shows what the messages before it began. */
const ownPart = 1;

/**
 * What the model adds to what the rules found: a tier, which counts where it is more urgent than the table's, and
 * indicators.
 */
export function learnedFrom(
  weigher: Weigher,
  { tokens, text, context, since = 0 }: Weighed,
  known: { facts: ReadonlySet<string>; takenBack: ReadonlySet<string>; doubted?: ReadonlySet<string> },
): Learned[] {
  if (tokens.length === since) return [];
  const heard = featuresHeard(weigher, tokens, text, context);
  const strength = strengthOf(tokens.length);
  const numbers = heard.map(({ number }) => number);
  const ownNumbers = since === 0 ? [] : heard.flatMap(({ number, to }) => (to > since ? number : []));
  const scores = sumOf(weigher.says, numbers);
  const own = sumOf(weigher.says, ownNumbers);
  for (const [place, { bias, step }] of weigher.classes.entries()) {
    scores[place] = bias + (scores[place] ?? 0) * step * strength;
    own[place] = (own[place] ?? 0) * step * strength;
  }
  const mean =
    own.subarray(0, tiersInOrder.length).reduce((sum, part) => sum + part, 0) / tiersInOrder.length;
  const brings = (place: number) =>
    since === 0 || (own[place] ?? 0) - (place < tiersInOrder.length ? mean : 0) > ownPart;
  const reasons = (place: number) => reasonsFor(weigher, heard, { place, since });
  const tier = tierOf(weigher, scores, tokens.length);
  const learned: Learned[] = brings(tier) ? [{ tier: tiersInOrder[tier], reasons: reasons(tier) }] : [];
  for (const [place, { indicator, threshold }] of weigher.classes.entries()) {
    const score = scores[place] ?? 0;
    if (!indicator || score < threshold - wordOfRule) continue;
    const isSeen = known.doubted?.has(indicator) ?? false;
    if (!isSeen && (score < threshold || !brings(place))) continue;
    if (known.facts.has(indicator) || known.takenBack.has(indicator)) continue;
    learned.push({ indicator, reasons: reasons(place) });
  }
  return learned;
}

/** The most urgent tier of which the model is sure enough; of what is not urgent, the likeliest. */
function tierOf({ raises }: Weigher, scores: Float64Array, words: number): number {
  const likely = shares(scores.subarray(0, tiersInOrder.length));
  let atLeast = 0;
  for (const [place, tier] of raisableTiers.entries()) {
    atLeast += likely[place] ?? 0;
    const wanted = raises[tier];
    const isUrgent = tier !== "support";
    if (atLeast >= (isUrgent && words < fewWords ? (1 + wanted) / 2 : wanted)) return place;
  }
  const rest = likely.slice(raisableTiers.length);
  return raisableTiers.length + rest.indexOf(Math.max(...rest));
}

type Heard = { number: number; from: number; to: number };

/** The features of the message that the model knows, each once, in the order of the text. */
function featuresHeard(
  { numberOf, word, near, meet }: Weigher,
  tokens: readonly Token[],
  text: string,
  context: Iterable<string>,
): Heard[] {
  const seen = new Uint8Array(numberOf.size);
  const heard: Heard[] = [];
  const hear = (number: number | undefined, from: number, to: number) => {
    if (number === undefined || seen[number] === 1) return;
    seen[number] = 1;
    heard.push({ number, from, to });
  };
  const words = tokens.slice(0, mostWords).map(({ key }) => word(key));
  const subjects = new Map<number, number>();
  for (const [at, own] of words.entries()) {
    for (const number of own.says) hear(number, at, at + 1);
    for (const subject of own.subjects) if (!subjects.has(subject)) subjects.set(subject, at);
    for (let next = at + 1; next <= at + together; next += 1) {
      const other = words[next];
      const token = tokens[next];
      if (!other || !token || token.cutBefore === cut.sentence) break;
      if (next === at + 1 && own.followedBy.size > 0)
        hear(own.followedBy.get(countedAs(token.key)), at, at + 2);
      for (const subject of other.subjects) {
        if (own.grammar) hear(own.before.get(subject), at, next + 1);
        for (const mine of own.subjects) hear(near.get(pair(mine, subject)), at, next + 1);
      }
      if (other.grammar) for (const mine of own.subjects) hear(other.after.get(mine), at, next + 1);
    }
  }
  if (subjects.size <= mostSubjects) {
    const all = [...subjects];
    for (const [one, at] of all) for (const [other] of all) hear(meet.get(pair(one, other)), at, at + 1);
  }
  for (const name of shapeOf(tokens.length, text, context)) hear(numberOf.get(name), 0, 0);
  return heard;
}

function reasonsFor(
  { says }: Weigher,
  heard: readonly Heard[],
  { place, since }: { place: number; since: number },
): { from: number; to: number }[] {
  const most: { from: number; to: number; weight: number }[] = [];
  for (const { number, from, to } of heard) {
    if (to === from || from < since) continue;
    const weight = weightOf(says, number, place);
    if (weight <= 0 || (most.length === mostReasons && weight <= (most.at(-1)?.weight ?? 0))) continue;
    most.push({ from, to, weight });
    most.sort((a, b) => b.weight - a.weight);
    most.length = Math.min(most.length, mostReasons);
  }
  return most.map(({ from, to }) => ({ from: from - since, to: to - since }));
}
