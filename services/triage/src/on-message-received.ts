import {
  AlertRaised,
  Assessed,
  assessmentContext,
  type EventOf,
  MessageReceived,
  sessionScope,
  type TriageEvidence,
} from "@liss/contracts";
import { type Handler, type HandlerContext, onMany, Permanent } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { type Assessment, assess, type Conversation } from "./assess/assess.ts";
import type { Rules } from "./assess/compile-rules.ts";
import { signsOfClock } from "./assess/nearby.ts";
import { openCodeWords } from "./conversation/code-words.ts";
import { openContent, textsOf } from "./conversation/open-content.ts";
import {
  keepMessages,
  type StoredMessage,
  type Surroundings,
  saveConversations,
} from "./conversation/store.ts";
import type { TriageTables } from "./database/tables.ts";
import type { TriageMetrics } from "./metrics.ts";

export type Assessing = { vault: Vault; rules: Rules; now: () => Date; metrics: TriageMetrics };

type Received = EventOf<typeof MessageReceived> & { contactId: string; sessionId: string };

/**
 * Reads each message of hers as it arrives, together with what came before and after it, and says what it saw.
 * Messages may arrive twice or in any order: a message is assessed once, and what the conversation showed only
 * grows, so the end is the same. What arrives together is kept together, and read one after the other.
 */
export function onMessageReceived(assessing: Assessing): Handler<TriageTables> {
  return onMany<typeof MessageReceived, TriageTables>(MessageReceived, async (arrived, { tx, emit }) => {
    const { now, rules } = assessing;
    const received = arrived.map(({ event, within }) => ({ event: placed(event), within }));
    const kept = await keepMessages(
      tx,
      received.map(({ event }) => stored(event)),
      now(),
    );
    const conversations = new Map<string, Conversation>();
    for (const { event, within } of received) {
      const { sessionId } = event;
      const around = kept.get(event.data.messageId);
      await within(() =>
        inSession(sessionId, "assess", { "liss.rule_version": rules.version }, async (span) => {
          if (!around) return;
          const conversation = conversations.get(sessionId) ?? around.conversation;
          const assessment = await assessOne(assessing, event, { ...around, conversation }, emit);
          conversations.set(sessionId, assessment.conversation);
          span.setAttributes({
            "liss.tier": assessment.tier,
            "liss.indicators": assessment.indicators.length,
          });
        }),
      );
    }
    await saveConversations(tx, conversations, now());
  });
}

function placed(event: EventOf<typeof MessageReceived>): Received {
  const { contactId, sessionId } = event;
  if (!contactId || !sessionId)
    throw new Permanent(`message ${event.data.messageId} names no contact or session`);
  return { ...event, contactId, sessionId };
}

const stored = ({ contactId, sessionId, data }: Received): StoredMessage => ({
  id: data.messageId,
  sessionId,
  contactId,
  kind: data.kind,
  sentAt: data.sentAt,
  receivedAt: data.receivedAt,
  content: data.content,
});

async function assessOne(
  { vault, rules, now, metrics }: Assessing,
  { contactId, sessionId, data }: Received,
  around: Surroundings,
  emit: HandlerContext<TriageTables>["emit"],
): Promise<Assessment> {
  const { messageId } = data;
  const { reading, problem } = await openContent(vault, messageId, data.content);
  const signs = signsOfClock(around.lately);
  const [before, after, codes] = await Promise.all([
    textsOf(vault, around.before),
    textsOf(vault, around.after),
    openCodeWords(vault, around.codes),
  ]);
  const started = performance.now();
  const assessment = assess(rules, around.conversation, reading, { before, after, signs, codes });
  metrics.assessed(assessment.tier, performance.now() - started);

  const facts = () => ({
    id: uuidv7(),
    source: "triage" as const,
    occurredAt: now().toISOString(),
    actor: { kind: "service" as const, name: "triage" as const },
    contactId,
    sessionId,
  });
  emit(
    Assessed.create({
      ...facts(),
      data: {
        messageId,
        tier: assessment.tier,
        indicators: assessment.indicators,
        medicalReferral: assessment.medicalReferral,
        needsListening: assessment.needsListening,
        evidence: await sealEvidence(vault, contactId, sessionId, messageId, assessment.evidence),
        ruleVersion: rules.version,
      },
    }),
  );
  // A destroyed key is an erasure that was asked for; a broken seal is a fault or an attack.
  if (problem && problem !== "key-destroyed") {
    const detail = { messageId, problem };
    emit(
      AlertRaised.create({ ...facts(), data: { code: "message-unreadable", severity: "critical", detail } }),
    );
  }
  return assessment;
}

/** Evidence points into her words, so it is sealed like them. */
function sealEvidence(
  vault: Vault,
  contactId: string,
  sessionId: string,
  messageId: string,
  evidence: TriageEvidence,
) {
  if (evidence.length === 0) return undefined;
  return vault.seal(
    sessionScope(contactId, sessionId),
    assessmentContext(messageId),
    JSON.stringify(evidence),
  );
}
