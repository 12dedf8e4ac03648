import {
  AlertRaised,
  Assessed,
  assessmentContext,
  contactScope,
  type EventOf,
  MessageReceived,
  type TriageEvidence,
} from "@liss/contracts";
import { type Handler, type HandlerContext, on, Permanent } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { type Assessment, assess } from "./assess/assess.ts";
import type { Rules } from "./assess/compile-rules.ts";
import { signsOfClock } from "./assess/nearby.ts";
import { codeWordsOf } from "./conversation/code-words.ts";
import { openContent, textsOf } from "./conversation/open-content.ts";
import {
  addMessage,
  countLately,
  lockConversation,
  neighboursOf,
  saveConversation,
} from "./conversation/store.ts";
import type { TriageTables } from "./database/tables.ts";
import type { TriageMetrics } from "./metrics.ts";

export type Assessing = { vault: Vault; rules: Rules; now: () => Date; metrics: TriageMetrics };

type Received = EventOf<typeof MessageReceived> & { contactId: string; sessionId: string };

/**
 * Reads each message of hers as it arrives, together with what came before and after it, and says what it saw.
 * Messages may arrive twice or in any order: a message is assessed once, and what the conversation showed only
 * grows, so the end is the same.
 */
export function onMessageReceived(assessing: Assessing): Handler<TriageTables> {
  return on<typeof MessageReceived, TriageTables>(MessageReceived, async (event, context) => {
    const { contactId, sessionId } = event;
    if (!contactId || !sessionId)
      throw new Permanent(`message ${event.data.messageId} names no contact or session`);
    await inSession(sessionId, "assess", { "liss.rule_version": assessing.rules.version }, async (span) => {
      const assessment = await assessOnce(assessing, { ...event, contactId, sessionId }, context);
      if (assessment)
        span.setAttributes({ "liss.tier": assessment.tier, "liss.indicators": assessment.indicators.length });
    });
  });
}

async function assessOnce(
  { vault, rules, now, metrics }: Assessing,
  event: Received,
  { tx, emit }: HandlerContext<TriageTables>,
): Promise<Assessment | undefined> {
  const { contactId, sessionId, data } = event;
  const conversation = await lockConversation(tx, { sessionId, contactId, now: now() });
  const message = {
    id: data.messageId,
    sessionId,
    kind: data.kind,
    sentAt: new Date(data.sentAt),
    receivedAt: new Date(data.receivedAt),
    content: data.content,
  };
  if (!(await addMessage(tx, message))) return undefined;

  const { reading, problem } = await openContent(vault, message.id, message.content);
  const near = await neighboursOf(tx, message);
  const signs = signsOfClock(await countLately(tx, message));
  const [before, after] = await Promise.all([textsOf(vault, near.before), textsOf(vault, near.after)]);
  const codes = await codeWordsOf(tx, vault, contactId);
  const started = performance.now();
  const assessment = assess(rules, conversation, reading, { before, after, signs, codes });
  metrics.assessed(assessment.tier, performance.now() - started);

  await saveConversation(tx, sessionId, assessment.conversation, now());
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
        messageId: message.id,
        tier: assessment.tier,
        indicators: assessment.indicators,
        medicalReferral: assessment.medicalReferral,
        needsListening: assessment.needsListening,
        evidence: await sealEvidence(vault, contactId, message.id, assessment.evidence),
        ruleVersion: rules.version,
      },
    }),
  );
  // A destroyed key is an erasure that was asked for; a broken seal is a fault or an attack.
  if (problem && problem !== "key-destroyed") {
    const detail = { messageId: message.id, problem };
    emit(
      AlertRaised.create({ ...facts(), data: { code: "message-unreadable", severity: "critical", detail } }),
    );
  }
  return assessment;
}

/** Evidence points into her words, so it is sealed like them. */
function sealEvidence(vault: Vault, contactId: string, messageId: string, evidence: TriageEvidence) {
  if (evidence.length === 0) return undefined;
  return vault.seal(contactScope(contactId), assessmentContext(messageId), JSON.stringify(evidence));
}
