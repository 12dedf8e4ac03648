import type { Finding, Rules } from "./compile-rules.ts";
import type { Match } from "./matcher.ts";
import type { Intent, Rule } from "./rule-set.ts";
import { cut, type Token } from "./tokens.ts";

/** A rule that matched and that nothing in her words takes back. Token positions, `to` exclusive. */
export type Signal = { rule: Rule; from: number; to: number };
export type Signals = { signals: Signal[]; intents: Intent[] };

/** How far the guards reach, in words. */
const reach = { negation: 6, affirmation: 4, hypothesis: 4, past: 10 } as const;

/**
 * What the words say, after denial, idioms, hypotheses and the long past have been taken out.
 * The guards mark the words they cover first, so that the work stays proportional to the text.
 */
export function readSignals(tokens: readonly Token[], rules: Rules): Signals {
  const matches = rules.find(tokens);
  const marks = markGuards(tokens, matches, rules);
  const endOfLast = new Map<Rule, number>();
  const signals: Signal[] = [];
  const intents = new Set<Intent>();

  for (const { owner, from, to } of matches) {
    if (owner.as === "intent") intents.add(owner.intent);
    if (owner.as !== "rule" || from < (endOfLast.get(owner.rule) ?? 0)) continue;
    if (isTakenBack(tokens, owner.rule, { from, to }, marks, rules)) continue;
    endOfLast.set(owner.rule, to);
    signals.push({ rule: owner.rule, from, to });
  }
  return { signals, intents: [...intents] };
}

type Span = Pick<Match<unknown>, "from" | "to">;

type Marks = {
  clauseOf: Uint32Array;
  sentenceOf: Uint32Array;
  idiom: Uint8Array;
  hypothetical: Uint8Array;
  longPast: Uint8Array;
  affirms: Uint8Array;
  /** Sentences in which a rule is taken back by its own `unless`. */
  unless: Map<Rule, Set<number>>;
};

function isTakenBack(
  tokens: readonly Token[],
  rule: Rule,
  { from, to }: Span,
  marks: Marks,
  rules: Rules,
): boolean {
  if (marks.idiom[from] || marks.idiom[to - 1]) return true;
  if (marks.hypothetical[from] || marks.longPast[from]) return true;
  if (marks.unless.get(rule)?.has(marks.sentenceOf[from] ?? 0)) return true;
  return rule.deniable && isDenied(tokens, { from, to }, marks, rules);
}

/** "no me ha pegado": from the match back to a "no", over words that let it through, within the clause. */
function isDenied(
  tokens: readonly Token[],
  { from, to }: Span,
  marks: Marks,
  { negators, seeThrough }: Rules,
): boolean {
  for (let at = from - 1; at >= 0 && from - at <= reach.negation; at -= 1) {
    if (tokens[at + 1]?.cutBefore !== cut.none) return false;
    const key = tokens[at]?.key ?? "";
    if (negators.has(key)) return !isAffirmed({ from, to }, marks);
    if (!seeThrough.has(key)) return false;
  }
  return false;
}

/** "nunca me había pegado así" says that now he did. */
function isAffirmed({ from, to }: Span, { affirms, clauseOf }: Marks): boolean {
  for (let at = from; at < to + reach.affirmation; at += 1) {
    if (affirms[at] && clauseOf[at] === clauseOf[to - 1]) return true;
  }
  return false;
}

function markGuards(
  tokens: readonly Token[],
  matches: readonly Match<Finding>[],
  { stillNow }: Rules,
): Marks {
  const marks: Marks = {
    clauseOf: numbered(tokens, cut.comma),
    sentenceOf: numbered(tokens, cut.sentence),
    idiom: new Uint8Array(tokens.length),
    hypothetical: new Uint8Array(tokens.length),
    longPast: new Uint8Array(tokens.length),
    affirms: new Uint8Array(tokens.length),
    unless: new Map(),
  };
  const { clauseOf, sentenceOf } = marks;
  const present = new Set(tokens.flatMap(({ key }, at) => (stillNow.has(key) ? [clauseOf[at]] : [])));

  const mark = (layer: Uint8Array, { from, to }: Span, before: number, after: number) => {
    for (let at = Math.max(0, from - before); at < Math.min(tokens.length, to + after); at += 1) {
      if (clauseOf[at] === clauseOf[from]) layer[at] = 1;
    }
  };
  for (const { owner, ...span } of matches) {
    if (owner.as === "idiom") mark(marks.idiom, span, 0, 0);
    else if (owner.as === "hypothetical") mark(marks.hypothetical, span, 0, reach.hypothesis);
    else if (owner.as === "affirmed") mark(marks.affirms, span, 0, 0);
    else if (owner.as === "long-past" && !present.has(clauseOf[span.from])) {
      mark(marks.longPast, span, reach.past, reach.past);
    } else if (owner.as === "unless") {
      const sentences = marks.unless.get(owner.rule) ?? new Set();
      marks.unless.set(owner.rule, sentences.add(sentenceOf[span.from] ?? 0));
    }
  }
  return marks;
}

/** For each word, the number of its clause or sentence. */
function numbered(tokens: readonly Token[], strength: number): Uint32Array {
  let number = 0;
  return Uint32Array.from(tokens, ({ cutBefore }) => (cutBefore >= strength ? ++number : number));
}
