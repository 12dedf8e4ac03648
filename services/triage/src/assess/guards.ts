import type { Finding, GuardName, Rules } from "./compile-rules.ts";
import type { Match } from "./matcher.ts";
import { cut, type Token } from "./tokens.ts";

/** Token positions, `to` exclusive. */
export type Span = { from: number; to: number };

/** How far the guards reach, in words. */
const reach = { negation: 7, affirmation: 4, hypothesis: 5, feared: 7 } as const;

/** What takes words back, marked word by word first, so that the work stays proportional to the text. */
export type Marks = {
  sentenceOf: Uint32Array;
  isIdiom(span: Span): boolean;
  isHypothetical(span: Span): boolean;
  isPast(span: Span): boolean;
  isFiction(span: Span): boolean;
  /** Not happening now: "ayer", "siempre", "cuando toma". */
  isOtherTime(span: Span): boolean;
  isDenied(span: Span): boolean;
  /** To be told in the order of the text: what is denied carries over "o" and "ni". */
  deny(span: Span): void;
  isJest: boolean;
};

/** What was said just before, by her: a story of long ago goes on over several messages. */
export type Told = { longPast: boolean; over: boolean };

export function markGuards(
  tokens: readonly Token[],
  matches: readonly Match<Finding>[],
  rules: Rules,
  told: Told,
): Marks {
  const size = tokens.length;
  const clauseOf = numbered(tokens, cut.comma);
  const sentenceOf = numbered(tokens, cut.sentence);
  const layer = () => new Uint8Array(size);
  const [idiom, hypothetical, affirms, noDenial, deniedAfter, denied] = [
    layer(),
    layer(),
    layer(),
    layer(),
    layer(),
    layer(),
  ];
  const spans = spansByGuard(matches);
  const fill = (on: Uint8Array, from: number, to: number, within?: Uint32Array) => {
    for (let at = Math.max(0, from); at < Math.min(size, to); at += 1) {
      if (within === undefined || within[at] === within[Math.min(from, size - 1)]) on[at] = 1;
    }
  };
  for (const { from, to } of spans("idioms")) fill(idiom, from, to);
  for (const { from, to } of spans("hypothetical")) fill(hypothetical, from, to + reach.hypothesis, clauseOf);
  for (const { to } of spans("feared")) fill(hypothetical, to, to + reach.feared, sentenceOf);
  for (const { from, to } of spans("affirmed_by")) fill(affirms, from, to);
  for (const { from, to } of spans("not_denial")) fill(noDenial, from, to);
  for (const { from } of spans("denied_after")) fill(deniedAfter, from, from + 1);

  const past = pastOf(tokens, spans, rules, told);
  const fictional = spans("fiction").length > 0;
  const generic = new Set(spans("generic").map(({ from }) => sentenceOf[from]));
  const isAffirmed = ({ from, to }: Span) => {
    for (let at = from; at < to + reach.affirmation; at += 1)
      if (affirms[at] && clauseOf[at] === clauseOf[to - 1]) return true;
    return false;
  };
  const aboutHer = ({ from, to }: Span) => {
    // "me está ahorcando": the pattern may begin after the "me".
    for (let at = from - 1; at < to; at += 1) if (rules.isFirstPerson(tokens[at]?.key ?? "")) return true;
    return false;
  };

  return {
    sentenceOf,
    isJest: spans("laughter").length > 0,
    isIdiom: ({ from, to }) => idiom[from] === 1 || idiom[to - 1] === 1,
    isHypothetical: (span) => hypothetical[span.from] === 1 && !isAffirmed(span),
    isPast: past,
    isOtherTime: otherTimeOf(tokens, spans("other_time"), rules),
    isFiction: (span) => !aboutHer(span) && (fictional || generic.has(sentenceOf[span.from])),
    deny: ({ from, to }) => fill(denied, from, to),
    isDenied: (span) => {
      if (deniedAfter[span.to] && tokens[span.to]?.cutBefore === cut.none) return true;
      for (let at = span.from - 1; at >= 0 && span.from - at <= reach.negation; at -= 1) {
        if (tokens[at + 1]?.cutBefore !== cut.none) return false;
        const key = tokens[at]?.key ?? "";
        if (rules.negators.has(key)) return noDenial[at] !== 1 && !isAffirmed(span);
        if (!rules.seeThrough.has(key) && denied[at] !== 1) return false;
      }
      return false;
    },
  };
}

type Spans = (name: GuardName) => readonly Span[];

function spansByGuard(matches: readonly Match<Finding>[]): Spans {
  const found = new Map<GuardName, Span[]>();
  for (const { owner, from, to } of matches) {
    if (owner.as !== "guard") continue;
    const known = found.get(owner.guard);
    if (known) known.push({ from, to });
    else found.set(owner.guard, [{ from, to }]);
  }
  return (name) => found.get(name) ?? [];
}

/**
 * Long ago is what shares a stretch of a sentence with "hace diez años"; the stretch ends where a word brings the
 * story back to now. With "ya murió" or "nunca más lo vi" it is the whole message. Words that can only mean the
 * present ("me pega") are never past.
 */
function pastOf(tokens: readonly Token[], spans: Spans, rules: Rules, told: Told): (span: Span) => boolean {
  const lasting = spans("not_past");
  const markers = spans("long_past").filter(
    ({ from }) => !lasting.some((span) => span.from <= from && from < span.to),
  );
  const over = spans("over").length > 0 || told.over;
  const all =
    over || ((markers.length > 0 || told.longPast) && (spans("closed_past").length > 0 || told.over));
  if (markers.length === 0 && !all) return () => false;

  const stretchOf = new Uint32Array(tokens.length);
  const isNow = new Set<number>();
  let stretch = 0;
  for (const [at, { key, cutBefore }] of tokens.entries()) {
    const now = rules.stillNow.has(key);
    if (cutBefore === cut.sentence || now) stretch += 1;
    if (now) isNow.add(stretch);
    stretchOf[at] = stretch;
  }
  const past = new Set(markers.map(({ from }) => stretchOf[from]));
  return ({ from, to }) => {
    const here = stretchOf[from] ?? 0;
    if (isNow.has(here)) return false;
    if (!all && !past.has(here)) return false;
    for (let at = from; at < to; at += 1) if (rules.isPresent(tokens[at]?.key ?? "")) return false;
    return true;
  };
}

const joins = new Set(["i", "pero", "porke"]);

/**
 * What is told as happening ("está afuera") is of another time only when the same clause says so; what is told as
 * done ("me encerró"), when the sentence does, or the next one that says nothing but when ("Fue el sábado."). "Ahora"
 * ends the other time.
 */
function otherTimeOf(
  tokens: readonly Token[],
  marks: readonly Span[],
  rules: Rules,
): (span: Span) => boolean {
  if (marks.length === 0) return () => false;
  const clauses = new Uint32Array(tokens.length);
  const stretches = new Uint32Array(tokens.length);
  const onlyWhen = sentencesOnlyOf(tokens, marks, rules.saysWhen);
  let [clause, stretch] = [0, 0];
  for (const [at, { key, cutBefore }] of tokens.entries()) {
    const now = rules.rightNow.has(key);
    if (cutBefore !== cut.none || now || joins.has(key)) clause += 1;
    if ((cutBefore === cut.sentence && !onlyWhen.has(at)) || now) stretch += 1;
    clauses[at] = clause;
    stretches[at] = stretch;
  }
  const other = {
    clauses: new Set(marks.map(({ from }) => clauses[from])),
    stretches: new Set(marks.map(({ from }) => stretches[from])),
  };
  return ({ from, to }) => {
    let present = false;
    for (let at = from; at < to; at += 1) present ||= rules.isPresent(tokens[at]?.key ?? "");
    return present ? other.clauses.has(clauses[from]) : other.stretches.has(stretches[from]);
  };
}

/** Where sentences begin that say one of these and, but for words that tell nothing new, nothing else. */
function sentencesOnlyOf(
  tokens: readonly Token[],
  spans: readonly Span[],
  idle: ReadonlySet<string>,
): ReadonlySet<number> {
  const said = new Uint8Array(tokens.length);
  for (const { from, to } of spans) said.fill(1, from, to);
  const starts = [...tokens.keys()].filter((at) => at > 0 && tokens[at]?.cutBefore === cut.sentence);
  return new Set(
    starts.filter((start, place) => {
      const sentence = tokens.slice(start, starts[place + 1]);
      const isTold = sentence.some((_, at) => said[start + at] === 1);
      return isTold && sentence.every(({ key }, at) => said[start + at] === 1 || idle.has(key));
    }),
  );
}

/** For each word, the number of its clause or sentence. */
function numbered(tokens: readonly Token[], strength: number): Uint32Array {
  const numbers = new Uint32Array(tokens.length);
  let number = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    if ((tokens[at]?.cutBefore ?? cut.none) >= strength) number += 1;
    numbers[at] = number;
  }
  return numbers;
}
