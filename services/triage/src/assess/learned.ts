import type { AssessedTier, Indicator } from "@liss/contracts";
import { countedAs, mostSubjects, mostWords, shapeOf, together, valueStep } from "./features.ts";
import { raisableTiers, tiersInOrder } from "./model.ts";
import { shares } from "./shares.ts";
import { cut, type Token } from "./tokens.ts";
import { add, pair, type Weigher, type Weights } from "./weigher.ts";

/** What the model says of a message, and the words that weighed most. Token positions, `to` exclusive. */
export type Learned = {
  indicator?: Indicator | undefined;
  tier?: AssessedTier | undefined;
  /** It seems to concern nobody, and not surely so: therefore `support`. */
  isDoubtful?: boolean;
  reasons: readonly { from: number; to: number }[];
};

/** A message as the model reads it: with `since`, what stands before that word was said in messages before. */
export type Weighed = { tokens: readonly Token[]; text: string; context: Iterable<string>; since?: number };

const mostReasons = 3;
/** Below this many words an emergency that no rule saw needs half the remaining doubt taken away. */
const fewWords = 4;
/** What concerns nobody waits longest: whoever may have something to tell waits with those who do. */
const surelyUnrelated = 0.8;
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
  const [scores, own] = [weigher.nothing(), weigher.nothing()];
  for (const { weights, to } of heard) {
    add(scores, weights);
    if (since > 0 && to > since) add(own, weights);
  }
  const square = scores[weigher.classes.length] as number;
  const strength = square > 0 ? 1 / (valueStep * Math.sqrt(square)) : 0;
  for (let place = 0; place < weigher.classes.length; place += 1) {
    const { bias, step } = weigher.classes[place] as Weigher["classes"][number];
    scores[place] = bias + (scores[place] as number) * step * strength;
    own[place] = (own[place] as number) * step * strength;
  }
  const mean =
    own.subarray(0, tiersInOrder.length).reduce((sum, part) => sum + part, 0) / tiersInOrder.length;
  const brings = (place: number) =>
    since === 0 || (own[place] ?? 0) - (place < tiersInOrder.length ? mean : 0) > ownPart;
  const reasons = (place: number) => reasonsFor(heard, { place, since });
  const { place: tier, isDoubtful } = tierOf(weigher, scores, tokens.length);
  const learned: Learned[] = [];
  if (isDoubtful || brings(tier))
    learned.push({ tier: tiersInOrder[tier], isDoubtful, reasons: reasons(tier) });
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
function tierOf(
  { raises }: Weigher,
  scores: Float32Array,
  words: number,
): { place: number; isDoubtful: boolean } {
  const likely = shares(scores.subarray(0, tiersInOrder.length));
  let atLeast = 0;
  for (const [place, tier] of raisableTiers.entries()) {
    atLeast += likely[place] ?? 0;
    const wanted = raises[tier];
    const isUrgent = tier !== "support";
    if (atLeast >= (isUrgent && words < fewWords ? (1 + wanted) / 2 : wanted))
      return { place, isDoubtful: false };
  }
  const rest = likely.slice(raisableTiers.length);
  const likeliest = raisableTiers.length + rest.indexOf(Math.max(...rest));
  const isDoubtful = tiersInOrder[likeliest] === "unrelated" && (likely[likeliest] ?? 0) < surelyUnrelated;
  return { place: isDoubtful ? tiersInOrder.indexOf("support") : likeliest, isDoubtful };
}

/** Something the model knows that a message has, between these words. */
type Heard = { weights: Weights; from: number; to: number };

/** What the model knows of the message, each once, in the order of the text. */
function featuresHeard(
  { weightsOf, word, near, meet }: Weigher,
  tokens: readonly Token[],
  text: string,
  context: Iterable<string>,
): Heard[] {
  const seen = new Set<Weights>();
  const heard: Heard[] = [];
  const hear = (weights: Weights | undefined, from: number, to: number) => {
    if (weights === undefined || seen.has(weights)) return;
    seen.add(weights);
    heard.push({ weights, from, to });
  };
  const words = tokens.slice(0, mostWords).map(({ key }) => word(key));
  const subjects = new Map<number, number>();
  for (const [at, own] of words.entries()) {
    hear(own.says, at, at + 1);
    for (const subject of own.subjects) if (!subjects.has(subject)) subjects.set(subject, at);
    let followed: ReturnType<(typeof own.followedBy)["get"]>;
    for (let next = at + 1; next <= at + together; next += 1) {
      const other = words[next];
      const token = tokens[next];
      if (!other || !token || token.cutBefore === cut.sentence) break;
      if (next === at + 1 && own.followedBy.size > 0) {
        followed = own.followedBy.get(countedAs(token.key));
        hear(followed?.weights, at, at + 2);
      }
      if (next === at + 2) hear(followed?.by.get(countedAs(token.key)), at, at + 3);
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
  for (const name of shapeOf(tokens.length, text, context)) hear(weightsOf.get(name), 0, 0);
  return heard;
}

/** The words that weighed most for a class. */
function reasonsFor(
  heard: readonly Heard[],
  { place, since }: { place: number; since: number },
): { from: number; to: number }[] {
  return heard
    .filter(({ weights, from, to }) => to > from && from >= since && (weights[place] as number) > 0)
    .sort((a, b) => (b.weights[place] as number) - (a.weights[place] as number))
    .slice(0, mostReasons)
    .map(({ from, to }) => ({ from: from - since, to: to - since }));
}
