import { Indicator } from "@liss/contracts";
import { countedAs, isGrammar, partsOf } from "./features.ts";
import { type Model, unpacked } from "./model.ts";

/** Something a message can be: first the tiers, in their order, then indicators. */
type Class = { indicator?: Indicator; threshold: number; bias: number; step: number };

/**
 * How much something speaks for each class, in steps, and at the end the square of what it counts for: a message's sum
 * there is the square of its length, by which what it says is divided.
 */
export type Weights = Float32Array;

/** What a word brings along, looked up once: what its parts say together, and what it says beside others. */
type Word = {
  says: Weights;
  subjects: readonly number[];
  grammar: boolean;
  before: ReadonlyMap<number, Weights>;
  after: ReadonlyMap<number, Weights>;
  followedBy: ReadonlyMap<string, Followed>;
};

/** What two words in a row say, and what they say before a third. */
type Followed = { weights?: Weights; by: Map<string, Weights> };

/**
 * A model made ready to weigh: the same features as `featuresOf` names. What the many parts of a word say is added up when
 * the word is first seen, so that a message costs neither strings nor more than a row for each of its words.
 */
export type Weigher = {
  classes: readonly Class[];
  raises: Model["raises"];
  /** What a feature says by its name. */
  weightsOf: ReadonlyMap<string, Weights>;
  word(key: string): Word;
  /** Subject next to subject, and subjects that meet, by `one * 256 + other`. */
  near: ReadonlyMap<number, Weights>;
  meet: ReadonlyMap<number, Weights>;
  /** To add to what a message says. */
  nothing(): Float32Array;
};

const noSubjects: ReadonlyMap<number, Weights> = new Map();
const noWords: ReadonlyMap<string, Followed> = new Map();
const mostRemembered = 100_000;
/** Two subjects as one number. */
export const pair = (one: number, other: number) => one * 256 + other;

/** @throws Error naming a feature that has not its value and one weight for each class */
export function weigherOf(model: Model, themesOf: (key: string) => readonly string[]): Weigher {
  const classes: Class[] = [
    ...model.tiers.map((tier) => ({ ...tier, threshold: Number.POSITIVE_INFINITY })),
    ...Object.entries(model.indicators).map(([name, taught]) => ({
      ...taught,
      indicator: Indicator.parse(name),
    })),
  ];
  const weightsOf = new Map<string, Weights>();
  for (const [feature, written] of Object.entries(model.weights)) {
    const [value = 0, ...weights] = unpacked(written);
    if (weights.length !== classes.length)
      throw new Error(`The model's weights of ${feature} are ${weights.length}, not ${classes.length}`);
    weightsOf.set(feature, Float32Array.of(...weights, value ** 2));
  }

  const subjectNumbers = new Map<string, number>();
  const subject = (name: string) => {
    const known = subjectNumbers.get(name);
    if (known !== undefined) return known;
    subjectNumbers.set(name, subjectNumbers.size);
    return subjectNumbers.size - 1;
  };
  const [near, meet] = [new Map<number, Weights>(), new Map<number, Weights>()];
  const before = new Map<string, Map<number, Weights>>();
  const after = new Map<string, Map<number, Weights>>();
  const followedBy = new Map<string, Map<string, Followed>>();
  const within = <K, V>(map: Map<string, Map<K, V>>, key: string) => {
    const known = map.get(key) ?? new Map<K, V>();
    map.set(key, known);
    return known;
  };
  for (const [feature, weights] of weightsOf) {
    if (feature.startsWith("~")) continue;
    const [one = "", other = "", third] = feature.split(/[ >+]/);
    const isSubject = one.startsWith("@");
    if (feature.includes(" ")) {
      const followed: Followed = followedBy.get(one)?.get(other) ?? { by: new Map() };
      within(followedBy, one).set(other, followed);
      if (third === undefined) followed.weights = weights;
      else followed.by.set(third, weights);
    } else if (feature.includes("+")) meet.set(pair(subject(one), subject(other)), weights);
    else if (!feature.includes(">")) continue;
    else if (isSubject && other.startsWith("@")) near.set(pair(subject(one), subject(other)), weights);
    else if (isSubject) within(after, other).set(subject(one), weights);
    else within(before, one).set(subject(other), weights);
  }

  const nothing = () => new Float32Array(classes.length + 1);
  const words = new Map<string, Word>();
  const word = (written: string): Word => {
    const known = words.get(written);
    if (known) return known;
    if (words.size >= mostRemembered) words.clear();
    const key = countedAs(written);
    const themes = themesOf(written).map((theme) => `@${theme}`);
    const says = nothing();
    for (const name of partsOf(key, themes)) {
      const weights = weightsOf.get(name);
      if (weights) add(says, weights);
    }
    const made: Word = {
      says,
      subjects: themes.map(subject),
      grammar: isGrammar(written),
      before: before.get(key) ?? noSubjects,
      after: after.get(key) ?? noSubjects,
      followedBy: followedBy.get(key) ?? noWords,
    };
    words.set(written, made);
    return made;
  };
  return { classes, raises: model.raises, weightsOf, word, near, meet, nothing };
}

/** Adds what something says to what was said before. */
export function add(sum: Float32Array, weights: Weights): void {
  for (let place = 0; place < sum.length; place += 1)
    sum[place] = (sum[place] as number) + (weights[place] as number);
}
