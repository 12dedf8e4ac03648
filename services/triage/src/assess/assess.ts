import type { AssessedTier, Indicator, TriageEvidence } from "@liss/contracts";
import type { Rules } from "./compile-rules.ts";
import type { Reading } from "./reading.ts";
import { readSignals, type Signals } from "./signals.ts";
import { isAtLeast, moreUrgent, tierOf } from "./tiers.ts";
import { cut, readTokens, type Token } from "./tokens.ts";
import { isUnderstood } from "./understood.ts";

/** What triage knows of a conversation. Tier and indicators only ever rise. */
export type Conversation = {
  tier: AssessedTier | null;
  indicators: readonly Indicator[];
  medicalReferral: boolean;
};

export const newConversation: Conversation = { tier: null, indicators: [], medicalReferral: false };

/** The texts just before and just after the message by her clock, oldest first; for what she splits over several. */
export type Neighbours = { before: readonly string[]; after: readonly string[] };

export type Assessment = {
  /** What this message shows, in the light of the conversation. Goes on the record. */
  tier: AssessedTier;
  indicators: Indicator[];
  medicalReferral: boolean;
  needsListening: boolean;
  evidence: TriageEvidence;
  /** The conversation with this message in it. */
  conversation: Conversation;
};

/** Evidence is for a person to read: beyond this many places a message is read whole. */
const mostEvidence = 60;
/** Words of each neighbour that can complete a sentence of this message. */
const overlap = 24;

/**
 * Reads one message. Pure and total: any text, in time proportional to its length.
 *
 * A message that shows nothing is `support`, not less: whoever writes here without saying why may be
 * unable to say it. What cannot be read is `support` and needs a person to listen. What could not even be
 * opened is `high`: nobody is buried. Source: product.md invariant 2.
 */
export function assess(
  rules: Rules,
  conversation: Conversation,
  message: Reading,
  neighbours: Neighbours = { before: [], after: [] },
): Assessment {
  if (message.is === "lost") return concluded(conversation, { tier: "high", needsListening: true });

  const text = message.text ?? "";
  const tokens = readTokens(text, rules.abbreviations);
  const own = readSignals(tokens, rules);
  const across = readAcross(tokens, neighbours, rules);
  const found = [...own.signals, ...across];
  const shown = new Set(found.map(({ rule }) => rule.indicator));
  const all = new Set([...conversation.indicators, ...shown]);

  const byTable = tierOf(rules.set.tiers, shown, all);
  const byRule = found.reduce<AssessedTier | null>(
    (tier, { rule }) => (rule.at_least ? moreUrgent(rule.at_least, tier) : tier),
    null,
  );
  const needsListening =
    message.needsListening || (message.text !== undefined && !isUnderstood(text, tokens, rules));
  const risk = byTable && byRule ? moreUrgent(byTable, byRule) : (byTable ?? byRule);
  const tier = withoutRisk(risk, own, needsListening);
  return concluded(conversation, {
    tier,
    needsListening,
    indicators: [...shown],
    medicalReferral: rules.set.medical_referral.some((indicator) => shown.has(indicator)),
    evidence: found.slice(0, mostEvidence).map(({ rule, from, to }) => ({
      indicator: rule.indicator,
      rule: rule.name,
      start: tokens[from]?.start ?? 0,
      end: tokens[to - 1]?.end ?? text.length,
    })),
  });
}

/** No table row says anything: then it is what she asks for, and `support` when that is not clear. */
function withoutRisk(risk: AssessedTier | null, { intents }: Signals, needsListening: boolean): AssessedTier {
  const asked = intents.reduce<AssessedTier | null>((tier, intent) => moreUrgent(intent.tier, tier), null);
  const tier = risk === null ? (asked ?? "support") : asked === null ? risk : moreUrgent(risk, asked);
  return needsListening && !isAtLeast(tier, "support") ? "support" : tier;
}

/**
 * Signals that begin in one message and end in another: "me quiere" … "matar". Denial does not cross the
 * border, because between messages there is always a cut.
 */
function readAcross(
  tokens: readonly Token[],
  { before, after }: Neighbours,
  rules: Rules,
): Signals["signals"] {
  if (tokens.length === 0 || (before.length === 0 && after.length === 0)) return [];
  const earlier = before.flatMap((text) => cutOff(readTokens(text, rules.abbreviations))).slice(-overlap);
  const later = after.flatMap((text) => cutOff(readTokens(text, rules.abbreviations))).slice(0, overlap);
  const first = earlier.length;
  const end = first + tokens.length;
  const { signals } = readSignals([...earlier, ...cutOff(tokens), ...later], rules);
  return signals.flatMap(({ rule, from, to }) => {
    const isAcross = (from < first && to > first) || (from < end && to > end);
    if (!isAcross || to <= first || from >= end) return [];
    return [{ rule, from: Math.max(from, first) - first, to: Math.min(to, end) - first }];
  });
}

function cutOff([first, ...rest]: readonly Token[]): Token[] {
  return first ? [{ ...first, cutBefore: cut.comma }, ...rest] : [];
}

function concluded(
  conversation: Conversation,
  shown: Pick<Assessment, "tier" | "needsListening"> & Partial<Assessment>,
): Assessment {
  const { tier, needsListening, indicators = [], medicalReferral = false, evidence = [] } = shown;
  return {
    tier,
    needsListening,
    indicators,
    medicalReferral,
    evidence,
    conversation: {
      tier: moreUrgent(tier, conversation.tier),
      indicators: [...new Set([...conversation.indicators, ...indicators])],
      medicalReferral: conversation.medicalReferral || medicalReferral,
    },
  };
}
