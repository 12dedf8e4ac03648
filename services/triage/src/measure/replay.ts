import type { AssessedTier, Indicator, TriageEvidence } from "@liss/contracts";
import { type Assessment, assess, type Conversation, newConversation } from "../assess/assess.ts";
import type { Rules } from "../assess/compile-rules.ts";
import { burst, nearby, signsOfClock } from "../assess/nearby.ts";
import { readingOf } from "../assess/reading.ts";
import type { Written } from "./corpus.ts";

/** What triage says of a line: of one message, or of a whole conversation. */
export type Verdict = {
  tier: AssessedTier;
  indicators: readonly Indicator[];
  medicalReferral: boolean;
  needsListening: boolean;
  /** `message` counts from 0. */
  evidence: (TriageEvidence[number] & { message: number })[];
  messages: Assessment[];
};

/** Reads a line message by message, each with what came before it, as the service does. */
export function replay(rules: Rules, line: Written): Verdict {
  const messages = "messages" in line ? line.messages : [{ text: line.text, at: undefined }];
  let conversation: Conversation = newConversation;
  const assessments: Assessment[] = [];
  for (const [place, { text, at }] of messages.entries()) {
    const earlier = messages.slice(0, place);
    const within = (ms: number) =>
      earlier.filter((other) => !at || !other.at || Date.parse(at) - Date.parse(other.at) <= ms);
    const assessment = assess(rules, conversation, readingOf({ kind: "text", text }), {
      before: within(nearby.ms)
        .slice(-nearby.messages)
        .map((each) => each.text),
      signs: at ? signsOfClock(within(burst.ms).length + 1) : [],
    });
    assessments.push(assessment);
    ({ conversation } = assessment);
  }
  return {
    tier: conversation.tier ?? "support",
    indicators: conversation.indicators,
    medicalReferral: conversation.medicalReferral,
    needsListening: assessments.some(({ needsListening }) => needsListening),
    evidence: assessments.flatMap(({ evidence }, message) => evidence.map((each) => ({ ...each, message }))),
    messages: assessments,
  };
}
