import type { Rules } from "./compile-rules.ts";
import { type Marks, markGuards, type Span, type Told } from "./guards.ts";
import type { Intent, Rule } from "./rule-set.ts";
import type { Token } from "./tokens.ts";

/** A rule that matched and that nothing in her words takes back. Token positions, `to` exclusive. */
export type Signal = Span & { rule: Rule };

export type Signals = {
  signals: Signal[];
  /** Indicators that some rule saw and her own words took back. */
  takenBack: ReadonlySet<string>;
  intents: Intent[];
  told: Told;
  /** False when the message was too costly to read to its end. */
  complete: boolean;
};

const nothingTold: Told = { longPast: false, over: false };

/** What the words say, after denial, idioms, hypotheses, fiction and the long past have been taken out. */
export function readSignals(tokens: readonly Token[], rules: Rules, told: Told = nothingTold): Signals {
  const { matches, complete } = rules.find(tokens);
  const marks = markGuards(tokens, matches, rules, told);
  const unless = new Map<Rule | Intent, Set<number>>();
  for (const { owner, from } of matches) {
    if (owner.as !== "unless") continue;
    unless.set(owner.of, (unless.get(owner.of) ?? new Set()).add(marks.sentenceOf[from] ?? 0));
  }
  const except = new Map<Rule, Uint8Array>();
  for (const { owner, from, to } of matches) {
    if (owner.as !== "except") continue;
    const touched = except.get(owner.of) ?? new Uint8Array(tokens.length);
    except.set(owner.of, touched.fill(1, from, to));
  }
  const isExcepted = (rule: Rule, { from, to }: Span) =>
    except.get(rule)?.subarray(from, to).includes(1) ?? false;
  const endOfLast = new Map<Rule, number>();
  const signals: Signal[] = [];
  const takenBack = new Set<string>();
  const intents = new Set<Intent>();
  const cues = new Map<Intent, Set<string>>();

  for (const { owner, from, to } of matches) {
    if (owner.as === "intent") {
      if (!unless.get(owner.intent)?.has(marks.sentenceOf[from] ?? 0) && !marks.isIdiom({ from, to }))
        intents.add(owner.intent);
    } else if (owner.as === "cue") {
      cues.set(owner.intent, (cues.get(owner.intent) ?? new Set()).add(tokens[from]?.key ?? ""));
    } else if (owner.as === "rule") {
      const { rule } = owner;
      if (rule.short !== undefined && tokens.length > rule.short) continue;
      if (from < (endOfLast.get(rule) ?? 0)) continue;
      if (
        isTakenBack(rule, { from, to }, marks) ||
        isExcepted(rule, { from, to }) ||
        unless.get(rule)?.has(marks.sentenceOf[from] ?? 0)
      ) {
        takenBack.add(rule.indicator ?? "");
        continue;
      }
      endOfLast.set(rule, to);
      signals.push({ rule, from, to });
    }
  }
  for (const [intent, words] of cues) if (words.size >= intent.cues_at_least) intents.add(intent);
  return { signals, takenBack, intents: [...intents], told: toldOf(matches, told), complete };
}

function isTakenBack(rule: Rule, span: Span, marks: Marks): boolean {
  const { survives } = rule;
  if (marks.isIdiom(span) && !survives.includes("idiom")) return true;
  if (rule.jest && marks.isJest) return true;
  if (rule.now && marks.isOtherTime(span)) return true;
  if (!survives.includes("hypothesis") && marks.isHypothetical(span)) return true;
  if (!survives.includes("past") && marks.isPast(span)) return true;
  if (!survives.includes("fiction") && marks.isFiction(span)) return true;
  if (survives.includes("denial") || !marks.isDenied(span)) return false;
  marks.deny(span);
  return true;
}

function toldOf(matches: ReturnType<Rules["find"]>["matches"], before: Told): Told {
  const has = (name: string) => matches.some(({ owner }) => owner.as === "guard" && owner.guard === name);
  return {
    longPast: before.longPast || has("long_past"),
    over: before.over || has("over") || (has("closed_past") && (has("long_past") || before.longPast)),
  };
}
