import { Indicator } from "@liss/contracts";
import { countedAs, isGrammar, piecesOf, stemOf } from "./features.ts";
import type { Model } from "./model.ts";
import { type Says, saysOf } from "./says.ts";

/** Something a message can be: first the tiers, in their order, then indicators. */
type Class = { indicator?: Indicator; threshold: number; bias: number; step: number };

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
  raises: Model["raises"];
  says: Says;
  numberOf: ReadonlyMap<string, number>;
  word(key: string): Word;
  /** Subject next to subject, and subjects that meet, by `one * 256 + other`. */
  near: ReadonlyMap<number, number>;
  meet: ReadonlyMap<number, number>;
};

const noSubjects: ReadonlyMap<number, number> = new Map();
const noWords: ReadonlyMap<string, number> = new Map();
const mostRemembered = 40_000;
/** Two subjects as one number. */
export const pair = (one: number, other: number) => one * 256 + other;

export function weigherOf(model: Model, themesOf: (key: string) => readonly string[]): Weigher {
  const classes: Class[] = [
    ...model.tiers.map((tier) => ({ ...tier, threshold: Number.POSITIVE_INFINITY })),
    ...Object.entries(model.indicators).map(([name, taught]) => ({
      ...taught,
      indicator: Indicator.parse(name),
    })),
  ];
  const numberOf = new Map(Object.keys(model.weights).map((feature, number) => [feature, number]));
  const says = saysOf(model.weights, classes.length);

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
    if (feature.startsWith("~")) continue;
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
    const says: number[] = [];
    for (const name of [key, stemOf(key) ?? "", ...themes, ...piecesOf(key)]) {
      const number = numberOf.get(name);
      if (number !== undefined) says.push(number);
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
  return { classes, raises: model.raises, says, numberOf, word, near, meet };
}
