import { shares } from "@liss/classifier";
import type { AssessedTier, Indicator } from "@liss/contracts";
import { mostSubjects, shapeOf, together, valueStep } from "./features.ts";
import { raisableTiers, tiersInOrder } from "./model.ts";
import { cut, type Token } from "./tokens.ts";
import { noRow, pair, type Row, type Weigher } from "./weigher.ts";

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
  const { scores, own } = scoresOf(weigher, heard, since);
  const ownMean = meanOf(own, tiersInOrder.length);
  const brings = (place: number) =>
    since === 0 || (own[place] ?? 0) - (place < tiersInOrder.length ? ownMean : 0) > ownPart;
  const reasons = (place: number) => reasonsFor(weigher, heard, { place, since });
  const { place: tier, isDoubtful } = tierOf(weigher, scores, tokens.length);
  const learned: Learned[] = [];
  if (isDoubtful || brings(tier))
    learned.push({ tier: tiersInOrder[tier], isDoubtful, reasons: reasons(tier) });
  for (let place = tiersInOrder.length; place < weigher.classes.length; place += 1) {
    const { indicator, threshold } = weigher.classes[place] as Weigher["classes"][number];
    const score = scores[place] as number;
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
  scores: Float64Array,
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

/** What the model knows of a message, each once, in the order of the text: its row and the words it stands in. */
type Heard = { rows: Row[]; from: number[]; to: number[] };

/** Where a row was heard last, by the number of the hearing: emptying a set for each message costs more. 0 is none. */
let heardIn = new Uint32Array(0);
let hearing = 0;
const lastHearing = 2 ** 32 - 1;

function featuresHeard(
  { rows, width, shape, wordsOf, near, meet }: Weigher,
  tokens: readonly Token[],
  text: string,
  context: Iterable<string>,
): Heard {
  if (heardIn.length < rows.length / width) heardIn = new Uint32Array(rows.length / width);
  if (hearing === lastHearing) {
    heardIn.fill(0);
    hearing = 0;
  }
  hearing += 1;
  const heard: Heard = { rows: [], from: [], to: [] };
  const hear = (row: Row | undefined, from: number, to: number) => {
    if (row === undefined || row === noRow || heardIn[row] === hearing) return;
    heardIn[row] = hearing;
    heard.rows.push(row);
    heard.from.push(from);
    heard.to.push(to);
  };
  const words = wordsOf(tokens);
  const subjects = new Map<number, number>();
  for (let at = 0; at < words.length; at += 1) {
    const own = words[at];
    if (!own) break;
    hear(own.says, at, at + 1);
    for (const subject of own.subjects) if (!subjects.has(subject)) subjects.set(subject, at);
    let followed: ReturnType<(typeof own.followedBy)["get"]>;
    for (let next = at + 1; next <= at + together; next += 1) {
      const other = words[next];
      if (!other || tokens[next]?.cutBefore === cut.sentence) break;
      if (next === at + 1 && own.followedBy.size > 0) {
        followed = own.followedBy.get(other.key);
        hear(followed?.says, at, at + 2);
      }
      if (next === at + 2) hear(followed?.by.get(other.key), at, at + 3);
      for (const subject of other.subjects) {
        if (own.grammar) hear(own.before.get(subject), at, next + 1);
        for (const mine of own.subjects) hear(near.get(pair(mine, subject)), at, next + 1);
      }
      if (other.grammar) for (const mine of own.subjects) hear(other.after.get(mine), at, next + 1);
    }
  }
  if (subjects.size <= mostSubjects) {
    for (const [one, at] of subjects)
      for (const other of subjects.keys()) hear(meet.get(pair(one, other)), at, at + 1);
  }
  for (const name of shapeOf(tokens.length, text, context)) hear(shape.get(name), 0, 0);
  return heard;
}

/**
 * What all of a message says for each class as the logarithm of odds, and what its words from `since` on say of it.
 */
function scoresOf({ classes, rows, width }: Weigher, heard: Heard, since: number) {
  const scores = new Float64Array(width);
  const own = since > 0 ? new Float64Array(width) : scores;
  for (let at = 0; at < heard.rows.length; at += 1) {
    const row = heard.rows[at] as Row;
    addTo(scores, rows, row * width);
    if (since > 0 && (heard.to[at] as number) > since) addTo(own, rows, row * width);
  }
  const square = scores[classes.length] ?? 0;
  const strength = square > 0 ? 1 / (valueStep * Math.sqrt(square)) : 0;
  for (let place = 0; place < classes.length; place += 1) {
    const { bias, step } = classes[place] as Weigher["classes"][number];
    if (since > 0) own[place] = (own[place] as number) * step * strength;
    scores[place] = bias + (scores[place] as number) * step * strength;
  }
  return { scores, own };
}

function addTo(sum: Float64Array, rows: Float32Array, from: number): void {
  for (let place = 0; place < sum.length; place += 1)
    sum[place] = (sum[place] as number) + (rows[from + place] as number);
}

function meanOf(numbers: Float64Array, count: number): number {
  let sum = 0;
  for (let place = 0; place < count; place += 1) sum += numbers[place] ?? 0;
  return sum / count;
}

/** The words that weighed most for a class. */
function reasonsFor(
  { rows, width }: Weigher,
  heard: Heard,
  { place, since }: { place: number; since: number },
): { from: number; to: number }[] {
  const most: { from: number; to: number; weight: number }[] = [];
  for (let at = 0; at < heard.rows.length; at += 1) {
    const weight = rows[(heard.rows[at] as Row) * width + place] as number;
    const [from, to] = [heard.from[at] as number, heard.to[at] as number];
    if (to <= from || from < since || weight <= (most[mostReasons - 1]?.weight ?? 0)) continue;
    const less = most.findIndex((known) => known.weight < weight);
    most.splice(less < 0 ? most.length : less, 0, { from: from - since, to: to - since, weight });
    most.length = Math.min(most.length, mostReasons);
  }
  return most.map(({ from, to }) => ({ from, to }));
}
