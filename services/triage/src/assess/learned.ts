import { type AssessedTier, Indicator } from "@liss/contracts";
import {
  countedAs,
  isGrammar,
  mostSubjects,
  mostWords,
  shapeOf,
  stemOf,
  strengthOf,
  together,
} from "./features.ts";
import { type Model, raisableTiers } from "./model.ts";
import { cut, type Token } from "./tokens.ts";

type Class = { indicator?: Indicator; tier?: AssessedTier; threshold: number; bias: number };

/** What one feature says: the classes it speaks for and how much. */
type Says = { places: number[]; weights: number[] };

/** What a word brings along, looked up once. `besides` are features of this word and a subject near it. */
type Word = {
  says: readonly number[];
  subjects: readonly number[];
  grammar: boolean;
  before: ReadonlyMap<number, number>;
  after: ReadonlyMap<number, number>;
  followedBy: ReadonlyMap<string, number>;
};

/**
 * A model made ready to weigh: the same features as `featuresOf` names, by number, so that a message costs no strings.
 */
export type Weigher = {
  classes: readonly Class[];
  says: readonly Says[];
  numberOf: ReadonlyMap<string, number>;
  word(key: string): Word;
  /** Subject next to subject, and subjects that meet, by `one * 256 + other`. */
  near: ReadonlyMap<number, number>;
  meet: ReadonlyMap<number, number>;
};

const noSubjects: ReadonlyMap<number, number> = new Map();
const noWords: ReadonlyMap<string, number> = new Map();
const mostRemembered = 40_000;
const pair = (one: number, other: number) => one * 256 + other;

export function weigherOf(model: Model, themesOf: (key: string) => readonly string[]): Weigher {
  const numberOf = new Map<string, number>();
  const says: Says[] = [];
  const classes: Class[] = [];
  const add = (feature: string, place: number, weight: number) => {
    if (weight === 0) return;
    let number = numberOf.get(feature);
    if (number === undefined) {
      number = says.push({ places: [], weights: [] }) - 1;
      numberOf.set(feature, number);
    }
    says[number]?.places.push(place);
    says[number]?.weights.push(weight);
  };
  for (const [name, { threshold, bias, weights }] of Object.entries(model.indicators)) {
    const place = classes.push({ indicator: Indicator.parse(name), threshold, bias }) - 1;
    for (const [feature, weight] of Object.entries(weights)) add(feature, place, weight);
  }
  for (const [at, tier] of raisableTiers.entries()) {
    const taught = model.tiers[tier];
    if (!taught) continue;
    const place = classes.push({ tier, ...taught }) - 1;
    for (const [feature, weights] of Object.entries(model.weights_of_tiers))
      add(feature, place, weights[at] ?? 0);
  }

  const subjectNumbers = new Map<string, number>();
  const subject = (name: string) => {
    const known = subjectNumbers.get(name);
    if (known !== undefined) return known;
    subjectNumbers.set(name, subjectNumbers.size);
    return subjectNumbers.size - 1;
  };
  const [near, meet] = [new Map<number, number>(), new Map<number, number>()];
  const before = new Map<string, Map<number, number>>();
  const after = new Map<string, Map<number, number>>();
  const followedBy = new Map<string, Map<string, number>>();
  const within = <K, V>(map: Map<string, Map<K, V>>, key: string) => {
    const known = map.get(key) ?? new Map<K, V>();
    map.set(key, known);
    return known;
  };
  for (const [feature, number] of numberOf) {
    const [one = "", other = ""] = feature.split(/[ >+]/);
    const isSubject = one.startsWith("@");
    if (feature.includes(" ")) within(followedBy, one).set(other, number);
    else if (feature.includes("+")) meet.set(pair(subject(one), subject(other)), number);
    else if (!feature.includes(">")) continue;
    else if (isSubject && other.startsWith("@")) near.set(pair(subject(one), subject(other)), number);
    else if (isSubject) within(after, other).set(subject(one), number);
    else within(before, one).set(subject(other), number);
  }

  const words = new Map<string, Word>();
  const word = (written: string): Word => {
    const known = words.get(written);
    if (known) return known;
    if (words.size >= mostRemembered) words.clear();
    const key = countedAs(written);
    const themes = themesOf(written).map((theme) => `@${theme}`);
    const made: Word = {
      says: [key, stemOf(key) ?? "", ...themes].flatMap((name) => numberOf.get(name) ?? []),
      subjects: themes.map(subject),
      grammar: isGrammar(written),
      before: before.get(key) ?? noSubjects,
      after: after.get(key) ?? noSubjects,
      followedBy: followedBy.get(key) ?? noWords,
    };
    words.set(written, made);
    return made;
  };
  return { classes, says, numberOf, word, near, meet };
}

/** What the model adds, and the words that weighed most. Token positions, `to` exclusive. */
export type Learned = {
  indicator?: Indicator | undefined;
  tier?: AssessedTier | undefined;
  reasons: readonly { from: number; to: number }[];
};

const mostReasons = 3;
const silent: Says = { places: [], weights: [] };

/** What the model adds to what the rules found. */
export function learnedFrom(
  weigher: Weigher,
  { tokens, text, context }: { tokens: readonly Token[]; text: string; context: Iterable<string> },
  known: { facts: ReadonlySet<string>; takenBack: ReadonlySet<string> },
): Learned[] {
  if (tokens.length === 0) return [];
  const heard = featuresHeard(weigher, tokens, text, context);
  const strength = strengthOf(tokens.length);
  const scores = Float64Array.from(weigher.classes, ({ bias }) => bias);
  for (const { number } of heard) {
    const { places, weights } = weigher.says[number] ?? silent;
    for (let at = 0; at < places.length; at += 1) {
      const place = places[at] ?? 0;
      scores[place] = (scores[place] ?? 0) + (weights[at] ?? 0) * strength;
    }
  }
  return weigher.classes.flatMap(({ indicator, tier, threshold }, place): Learned[] => {
    if ((scores[place] ?? 0) < threshold) return [];
    if (indicator && (known.facts.has(indicator) || known.takenBack.has(indicator))) return [];
    return [{ indicator, tier, reasons: reasonsFor(weigher, heard, place) }];
  });
}

type Heard = { number: number; from: number; to: number };

/** The features of the message that the model knows, each once, in the order of the text. */
function featuresHeard(
  { says, numberOf, word, near, meet }: Weigher,
  tokens: readonly Token[],
  text: string,
  context: Iterable<string>,
): Heard[] {
  const seen = new Uint8Array(says.length);
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
      if (next === at + 1) hear(own.followedBy.get(countedAs(token.key)), at, at + 2);
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
  for (const name of shapeOf(tokens.length, text, context)) hear(numberOf.get(name), 0, 0);
  return heard;
}

function reasonsFor(
  { says }: Weigher,
  heard: readonly Heard[],
  place: number,
): { from: number; to: number }[] {
  const most: { from: number; to: number; weight: number }[] = [];
  for (const { number, from, to } of heard) {
    const { places, weights } = says[number] ?? silent;
    const weight = weights[places.indexOf(place)] ?? 0;
    if (to === from || weight <= 0 || (most.length === mostReasons && weight <= (most.at(-1)?.weight ?? 0)))
      continue;
    most.push({ from, to, weight });
    most.sort((a, b) => b.weight - a.weight);
    most.length = Math.min(most.length, mostReasons);
  }
  return most.map(({ from, to }) => ({ from, to }));
}
