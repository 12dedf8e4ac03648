import { type AssessedTier, Indicator, type TriageEvidence } from "@liss/contracts";
import { readAcross } from "./across.ts";
import type { Rules } from "./compile-rules.ts";
import { evidenceOf } from "./evidence.ts";
import type { Told } from "./guards.ts";
import { type Heard, opinionOf } from "./opinion.ts";
import { type PersonalCode, usesOf } from "./personal-codes.ts";
import type { Reading } from "./reading.ts";
import type { Implication, Intent, TierRow } from "./rule-set.ts";
import { readSignals, type Signal, type Signals } from "./signals.ts";
import { impliedBy, isAtLeast, moreUrgent, mostUrgentOf, rowsThatHold } from "./tiers.ts";
import type { Token } from "./tokens.ts";
import { isUnderstood } from "./understood.ts";

/** What triage knows of a conversation. Tier, indicators and signs only ever rise. */
export type Conversation = {
  /** Null until something was recognised: a "hola" says nothing yet, and until it does the message is `support`. */
  tier: AssessedTier | null;
  indicators: readonly Indicator[];
  /** Circumstances that matter for the tier and are not on the record: a plea, a whisper. */
  signs: readonly string[];
  medicalReferral: boolean;
};

export const newConversation: Conversation = {
  tier: null,
  indicators: [],
  signs: [],
  medicalReferral: false,
};

/** What surrounds a message. Texts are oldest first, by her clock. */
export type Surroundings = {
  /** What she wrote just before and just after; for what she splits over several messages. */
  before?: readonly string[];
  after?: readonly string[];
  /** Signs that the clock gives and not the words: `rafaga`, `silencio`. */
  signs?: readonly string[];
  /** The words agreed with her. */
  codes?: readonly PersonalCode[];
};

export type Assessment = {
  /** What this message shows, in the light of the conversation. Goes on the record. */
  tier: AssessedTier;
  indicators: Indicator[];
  medicalReferral: boolean;
  needsListening: boolean;
  /** False for another language, emoji alone, or more than one message may ask of us: a person must read it. */
  understood: boolean;
  evidence: TriageEvidence;
  /** The conversation with this message in it. */
  conversation: Conversation;
};

/** From this many words on, a text in which nothing is recognised is one that is not for this channel. */
const wholeSentence = 4;

/**
 * Reads one message. Pure and total: any text, in time proportional to its length.
 *
 * The table of the rule set gives the tier of what was seen; the model may raise it. When nothing is recognised, few
 * words are `support`: whoever writes here without saying why may be unable to. A whole sentence of ordinary Spanish
 * in which there is nothing of what is written here is `unrelated`. What cannot be read is `support` and needs a
 * person. What could not even be opened, or was too costly to read to its end, is `high`: nobody is buried.
 * Source: product.md invariant 2.
 */
export function assess(
  rules: Rules,
  conversation: Conversation,
  message: Reading,
  { before = [], after = [], signs: clock = [], codes = [] }: Surroundings = {},
): Assessment {
  if (message.is === "lost")
    return concluded(conversation, { tier: "high", needsListening: true, understood: false });

  const text = message.text ?? "";
  const tokens = rules.read(text);
  const near = { before: before.map(rules.read), after: after.map(rules.read) };
  const told = near.before.reduce<Told | undefined>(
    (sofar, each) => readSignals(each, rules, sofar).told,
    undefined,
  );
  const own = readSignals(tokens, rules, told);
  const itself = [...own.signals, ...usesOf(codes, tokens, rules)];
  const found = [...itself, ...readAcross(tokens, near, rules, told)];
  const earlier = [...conversation.indicators, ...conversation.signs];
  const { facts, implied } = factsSeen({ rules, found, tokens, clock, earlier });
  // What was said before must not change how the message alone is weighed.
  const isFirst = earlier.length === 0 && found.length === itself.length;
  const ownFacts = isFirst ? facts : factsSeen({ rules, found: itself, tokens, clock }).facts;
  const sure = rules.weigher ? sureOf(facts, found) : facts;
  const opinion = opinionOf(rules, { tokens, text }, said(near.before, before), {
    context: contextOf(ownFacts, own),
    together: [...contextOf(facts, own), ...earlier],
    facts: sure,
    takenBack: own.takenBack,
    doubted: new Set([...facts].filter((fact) => !sure.has(fact))),
  });
  const added = opinion.indicators.flatMap(({ indicator }) => indicator ?? []);
  // What goes on the record. The table counts all that was seen: a doubt about a word lowers no danger.
  const listed = new Set<string>([...sure, ...added]);
  const shown = new Set<string>([...facts, ...added]);
  const all = new Set<string>([...earlier, ...shown]);
  const understood = own.complete && (message.text === undefined || isUnderstood(text, tokens, rules));
  const needsListening = message.needsListening || !understood || clock.includes("rafaga");
  // Few words in which no rule sees anything are `support` at least: what the model makes of them lowers nothing.
  const isWeighed = rules.weigher !== undefined && tokens.length >= wholeSentence;
  const ruled = tierOf(rules, {
    shown,
    all,
    intents: own.intents,
    isWeighed,
    floors: [
      ...found.flatMap(({ rule }) => rule.at_least ?? []),
      ...(needsListening ? ["support" as const] : []),
      ...(own.complete ? [] : ["high" as const]),
    ],
  });
  const alone = ruled.tier ?? (isWeighed ? null : "support");
  // Nor does what they show only together with an earlier message.
  const isSilent = !isWeighed && own.signals.length === 0 && own.intents.length === 0;
  const spoken = isSilent ? moreUrgent("support", alone) : alone;
  // Where a rule says that it concerns nobody, the model's doubt about just that is answered.
  const isAnswered = rowsThatHold(rules.set.tiers, { shown: ownFacts, all: ownFacts, asked: false }).some(
    (row) => row.tier === "unrelated",
  );
  const likely = opinion.tier?.isDoubtful && isAnswered ? undefined : opinion.tier?.tier;
  const raised = likely && (isWeighed || isAtLeast(likely, "high")) ? moreUrgent(likely, spoken) : spoken;
  const isRaised = raised !== spoken && spoken !== null;
  return concluded(conversation, {
    tier: raised ?? "support",
    needsListening,
    understood,
    recognised: ruled.tier !== null || isWeighed || isRaised,
    indicators: Indicator.options.filter((indicator) => listed.has(indicator)),
    signs: [...shown].filter((fact) => Object.hasOwn(rules.set.signs, fact) || !listed.has(fact)),
    medicalReferral: rules.set.medical_referral.some((indicator) => shown.has(indicator)),
    evidence: evidenceOf({
      found: found.filter(({ rule }) => !rule.indicator || listed.has(rule.indicator)),
      implied,
      learned: [...(opinion.tier && raised !== ruled.tier ? [opinion.tier] : []), ...opinion.indicators],
      tokens,
      rows: ruled.rows,
      all,
      length: text.length,
    }),
  });
}

/**
 * The most urgent of what the table says of the facts, of what she asks for and of the floors that others set; null
 * when nothing says anything.
 */
export function tierOf(
  rules: Rules,
  seen: {
    shown: ReadonlySet<string>;
    all: ReadonlySet<string>;
    intents: readonly Intent[];
    floors: readonly AssessedTier[];
    /** Whether the model decides what is no danger: what she asks for, and rows that are `weighed`. */
    isWeighed?: boolean;
  },
): { tier: AssessedTier | null; rows: TierRow[] } {
  const over = seen.intents.filter((intent) => intent.over);
  // A pizzeria's hours are not this channel's.
  const intents =
    over.length > 0 ? [...over, ...seen.intents.filter(({ tier }) => tier === "support")] : seen.intents;
  const asked = intents.some(({ tier }) => tier !== "support");
  const rows = rowsThatHold(rules.set.tiers, { shown: seen.shown, all: seen.all, asked }).filter(
    ({ weighed }) => !(weighed && seen.isWeighed),
  );
  const requests = seen.isWeighed ? [] : intents;
  return { tier: mostUrgentOf([...rows, ...requests, ...seen.floors.map((tier) => ({ tier }))]), rows };
}

/** Indicators and signs that rules, clock and a broken-off end give, and what they mean together. */
export function factsSeen(about: {
  rules: Rules;
  found: readonly Signal[];
  tokens: readonly Token[];
  clock?: readonly string[];
  earlier?: readonly string[];
}): { facts: Set<string>; implied: Implication[] } {
  const { rules, found, tokens, clock = [], earlier = [] } = about;
  const facts = new Set<string>([
    ...found.flatMap(({ rule }) => [rule.indicator, rule.sign].flatMap((fact) => fact ?? [])),
    ...clock,
  ]);
  const broken = tokens.at(-1)?.begun;
  if (broken && broken.length > 0) facts.add("cortado");
  const implied = impliedBy(rules.set.implies, facts, new Set([...earlier, ...facts]));
  for (const { means } of implied) facts.add(means);
  return { facts, implied };
}

/** The facts without indicators that only words speak for which often mean something else. */
export function sureOf(facts: ReadonlySet<string>, found: readonly Signal[]): Set<string> {
  const weighed = new Set(found.flatMap(({ rule }) => (rule.weighed && rule.indicator) || []));
  for (const { rule } of found) if (!rule.weighed && rule.indicator) weighed.delete(rule.indicator);
  return new Set([...facts].filter((fact) => !weighed.has(fact as Indicator)));
}

/** What the rules saw, as features for the model; with `?` what they are not sure of. */
export function contextOf(facts: Iterable<string>, { signals, intents, takenBack }: Signals): string[] {
  return [
    ...facts,
    ...new Set(signals.flatMap(({ rule }) => (rule.weighed && rule.indicator ? `?${rule.indicator}` : []))),
    ...intents.map(({ name }) => `pide-${name}`),
    ...[...takenBack].map((fact) => `sin-${fact}`),
  ];
}

function said(before: readonly Token[][], texts: readonly string[]): Heard[] {
  return before.map((tokens, at) => ({ tokens, text: texts[at] ?? "" }));
}

function concluded(
  conversation: Conversation,
  shown: Pick<Assessment, "tier" | "needsListening" | "understood"> &
    Partial<Assessment> & { signs?: readonly string[]; recognised?: boolean },
): Assessment {
  const { tier, needsListening, understood, recognised = true, indicators = [], signs = [] } = shown;
  const { medicalReferral = false, evidence = [] } = shown;
  return {
    tier,
    needsListening,
    understood,
    indicators,
    medicalReferral,
    evidence,
    conversation: {
      tier: recognised ? moreUrgent(tier, conversation.tier) : conversation.tier,
      indicators: [...new Set([...conversation.indicators, ...indicators])],
      signs: [...new Set([...conversation.signs, ...signs])],
      medicalReferral: conversation.medicalReferral || medicalReferral,
    },
  };
}
