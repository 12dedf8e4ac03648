import { Indicator } from "@liss/contracts";
import { countedAs, isGrammar, mostWords, partsOf } from "./features.ts";
import { type Model, unpacked } from "./model.ts";
import type { Token } from "./tokens.ts";

/** Something a message can be: first the tiers, in their order, then indicators. */
type Class = { indicator?: Indicator; threshold: number; bias: number; step: number };

/** The number of a row of weights; row 0 says nothing. */
export type Row = number;
export const noRow: Row = 0;

/** What a word brings along, looked up once: what its parts say together, and what it says beside others. */
type Word = {
  /** As features name it. */
  key: string;
  says: Row;
  subjects: readonly number[];
  grammar: boolean;
  before: ReadonlyMap<number, Row>;
  after: ReadonlyMap<number, Row>;
  followedBy: ReadonlyMap<string, Followed>;
};

/** What two words in a row say, and what they say before a third. */
type Followed = { says: Row; by: Map<string, Row> };

/**
 * A model made ready to weigh: the same features as `featuresOf` names. What the many parts of a word say is added up when
 * the word is first seen, so that a message costs neither strings nor more than a row for each of its words.
 */
export type Weigher = {
  classes: readonly Class[];
  raises: Model["raises"];
  /**
   * All rows, one after another. A row is how much something speaks for each class, in steps, and at the end the square
   * of what it counts for: a message's sum there is the square of its length, by which what it says is divided.
   */
  rows: Float32Array;
  /** Numbers in a row. */
  width: number;
  /** What a feature without a place says, by its name without `#`. */
  shape: ReadonlyMap<string, Row>;
  /** The words of a message; what was given for an earlier message may no longer hold. */
  wordsOf(tokens: readonly Token[]): Word[];
  /** Subject next to subject, and subjects that meet, by `pair`. */
  near: ReadonlyMap<number, Row>;
  meet: ReadonlyMap<number, Row>;
};

const noSubjects: ReadonlyMap<number, Row> = new Map();
const noWords: ReadonlyMap<string, Followed> = new Map();
/** Words whose rows are kept; then they are forgotten and added up again. */
const mostRemembered = 60_000;
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
  const width = classes.length + 1;
  const features = Object.entries(model.weights);
  const rows = new Float32Array((1 + features.length + mostRemembered) * width);
  const rowsByFeature = new Map<string, Row>();
  for (const [place, [feature, written]] of features.entries()) {
    const [bytes, from] = [unpacked(written), (place + 1) * width];
    if (bytes.length !== width)
      throw new Error(`The model's weights of ${feature} are ${bytes.length - 1}, not ${classes.length}`);
    for (let c = 0; c < classes.length; c += 1) rows[from + c] = bytes[c + 1] as number;
    rows[from + classes.length] = (bytes[0] as number) ** 2;
    rowsByFeature.set(feature, place + 1);
  }
  const rowOf = (feature: string) => rowsByFeature.get(feature) ?? noRow;

  const subjectNumbers = new Map<string, number>();
  const subject = (name: string) => {
    const known = subjectNumbers.get(name);
    if (known !== undefined) return known;
    subjectNumbers.set(name, subjectNumbers.size);
    return subjectNumbers.size - 1;
  };
  const shape = new Map<string, Row>();
  const [near, meet] = [new Map<number, Row>(), new Map<number, Row>()];
  const before = new Map<string, Map<number, Row>>();
  const after = new Map<string, Map<number, Row>>();
  const followedBy = new Map<string, Map<string, Followed>>();
  const within = <K, V>(map: Map<string, Map<K, V>>, key: string) => {
    const known = map.get(key) ?? new Map<K, V>();
    map.set(key, known);
    return known;
  };
  for (const [feature, row] of rowsByFeature) {
    if (feature.startsWith("~")) continue;
    if (feature.startsWith("#")) shape.set(feature.slice(1), row);
    const [one = "", other = "", third] = feature.split(/[ >+]/);
    const isSubject = one.startsWith("@");
    if (feature.includes(" ")) {
      const followed: Followed = followedBy.get(one)?.get(other) ?? { says: noRow, by: new Map() };
      within(followedBy, one).set(other, followed);
      if (third === undefined) followed.says = row;
      else followed.by.set(third, row);
    } else if (feature.includes("+")) meet.set(pair(subject(one), subject(other)), row);
    else if (!feature.includes(">")) continue;
    else if (isSubject && other.startsWith("@")) near.set(pair(subject(one), subject(other)), row);
    else if (isSubject) within(after, other).set(subject(one), row);
    else within(before, one).set(subject(other), row);
  }

  const words = new Map<string, Word>();
  const word = (written: string): Word => {
    const known = words.get(written);
    if (known) return known;
    const key = countedAs(written);
    const themes = themesOf(written).map((theme) => `@${theme}`);
    const says = 1 + features.length + words.size;
    rows.fill(0, says * width, (says + 1) * width);
    for (const part of partsOf(key, themes)) addRow(rows, { row: says, of: rowOf(part), width });
    const made: Word = {
      key,
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
  return {
    classes,
    raises: model.raises,
    rows,
    width,
    shape,
    wordsOf(tokens) {
      const read = tokens.length > mostWords ? tokens.slice(0, mostWords) : tokens;
      if (words.size > mostRemembered - mostWords) words.clear();
      return read.map(({ key }) => word(key));
    },
    near,
    meet,
  };
}

function addRow(rows: Float32Array, { row, of, width }: { row: Row; of: Row; width: number }): void {
  for (let place = 0; place < width; place += 1)
    rows[row * width + place] = (rows[row * width + place] as number) + (rows[of * width + place] as number);
}
