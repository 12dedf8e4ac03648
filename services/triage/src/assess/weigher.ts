import { Indicator } from "@liss/contracts";
import { countedAs, isGrammar, partsOf } from "./features.ts";
import { type Model, unpacked } from "./model.ts";

/** Something a message can be: first the tiers, in their order, then indicators. */
type Class = { indicator?: Indicator; threshold: number; bias: number; step: number };

/** How much something speaks for each class, in steps. */
export type Weights = Int16Array;

/** What a word brings along, looked up once: what its parts say together, and what it says beside others. */
type Word = {
  says: Weights;
  subjects: readonly number[];
  grammar: boolean;
  before: ReadonlyMap<number, Weights>;
  after: ReadonlyMap<number, Weights>;
  followedBy: ReadonlyMap<string, Weights>;
};

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
};

const noSubjects: ReadonlyMap<number, Weights> = new Map();
const noWords: ReadonlyMap<string, Weights> = new Map();
const mostRemembered = 40_000;
/** Two subjects as one number. */
export const pair = (one: number, other: number) => one * 256 + other;

/** @throws Error naming a feature whose weights are not one for each class */
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
    const weights = Int16Array.from(unpacked(written));
    if (weights.length !== classes.length)
      throw new Error(`The model's weights of ${feature} are ${weights.length}, not ${classes.length}`);
    weightsOf.set(feature, weights);
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
  const followedBy = new Map<string, Map<string, Weights>>();
  const within = <K, V>(map: Map<string, Map<K, V>>, key: string) => {
    const known = map.get(key) ?? new Map<K, V>();
    map.set(key, known);
    return known;
  };
  for (const [feature, weights] of weightsOf) {
    if (feature.startsWith("~")) continue;
    const [one = "", other = ""] = feature.split(/[ >+]/);
    const isSubject = one.startsWith("@");
    if (feature.includes(" ")) within(followedBy, one).set(other, weights);
    else if (feature.includes("+")) meet.set(pair(subject(one), subject(other)), weights);
    else if (!feature.includes(">")) continue;
    else if (isSubject && other.startsWith("@")) near.set(pair(subject(one), subject(other)), weights);
    else if (isSubject) within(after, other).set(subject(one), weights);
    else within(before, one).set(subject(other), weights);
  }

  const words = new Map<string, Word>();
  const word = (written: string): Word => {
    const known = words.get(written);
    if (known) return known;
    if (words.size >= mostRemembered) words.clear();
    const key = countedAs(written);
    const themes = themesOf(written).map((theme) => `@${theme}`);
    const says = new Float64Array(classes.length);
    for (const name of partsOf(key, themes)) {
      const weights = weightsOf.get(name);
      if (weights) add(says, weights);
    }
    const made: Word = {
      says: Int16Array.from(says),
      subjects: themes.map(subject),
      grammar: isGrammar(written),
      before: before.get(key) ?? noSubjects,
      after: after.get(key) ?? noSubjects,
      followedBy: followedBy.get(key) ?? noWords,
    };
    words.set(written, made);
    return made;
  };
  return { classes, raises: model.raises, weightsOf, word, near, meet };
}

/** Adds what something says to what was said before. */
export function add(sum: Float64Array, weights: Weights): void {
  for (let place = 0; place < sum.length; place += 1)
    sum[place] = (sum[place] as number) + (weights[place] as number);
}
