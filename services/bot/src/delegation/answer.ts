import {
  HandedBack,
  handBackContext,
  MessageContent,
  messageContext,
  ReplyProposed,
  sessionScope,
} from "@liss/contracts";
import { type HandlerContext, Transient } from "@liss/messaging";
import { KeyDestroyed, KeyUnavailable, SealBroken, type Vault } from "@liss/vault";
import { v5 as uuidv5 } from "uuid";
import type { BotTables } from "../database/tables.ts";
import type { Proposal } from "../flow/compose.ts";
import { type HandBack, reply } from "../flow/reply.ts";
import { type Gaps, wordsOfGap } from "../gaps/gap.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { BotMetrics } from "../metrics.ts";
import type { Ask, Delegation } from "./store.ts";

export type Answering = {
  vault: Vault;
  /** The knowledge that is served now; it may change between two messages. */
  knowledge: () => Knowledge;
  now: () => Date;
  metrics: BotMetrics;
  /** Whether the invented places of the directory may be named. */
  fictional: boolean;
};

/**
 * Ids that the robot makes are computed, not drawn: the same message under the same delegation proposes the same
 * ids however often it is processed, so nothing it says can be sent twice.
 */
const robotIds = "4f1b6a0e-7c52-5d6e-9a53-0c1d8d2b7f31";

/**
 * Lets the robot treat the opening of a delegation, or a message of hers, and emits what comes of it.
 * @returns the delegation as it is then.
 */
export async function answer(
  { vault, knowledge: serving, now, metrics, fictional }: Answering,
  delegation: Delegation,
  ask: Ask | undefined,
  { emit, collect }: { emit: HandlerContext<BotTables>["emit"]; collect: Gaps["collect"] },
): Promise<Delegation> {
  // Past its end the robot has no voice; routing says so to everybody.
  if (delegation.status !== "open" || (delegation.expiresAt && delegation.expiresAt <= now()))
    return delegation;
  const incoming = ask
    ? { is: "message" as const, content: await openContent(vault, ask) }
    : { is: "delegated" as const };
  const knowledge = serving();
  const began = performance.now();
  const { state, proposals, handBack, gap } = reply(delegation.flow, incoming, {
    knowledge,
    topics: delegation.topics,
    now: now(),
    fictional,
  });
  metrics.answered(performance.now() - began);

  const context = { vault, knowledge, now, delegation, ask };
  for (const [index, proposal] of proposals.entries()) emit(await proposed(context, proposal, index));
  if (handBack) emit(await handedBack(context, handBack));
  if (gap && incoming.is === "message" && incoming.content?.kind === "text")
    await collect({ reason: gap, words: wordsOfGap(knowledge.index, incoming.content.text), at: now() });
  if (proposals.length > 0) metrics.proposed(proposals.length);
  if (handBack) metrics.handedBack(handBack.reason);
  return { ...delegation, flow: state };
}

type Context = Pick<Answering, "vault" | "now"> & {
  knowledge: Knowledge;
  delegation: Delegation;
  ask: Ask | undefined;
};

async function proposed(context: Context, { content, topic, article }: Proposal, index: number) {
  const { vault, knowledge, delegation, ask } = context;
  const messageId = uuidv5(`${delegation.id}:${ask?.messageId ?? "opening"}:${index}`, robotIds);
  return ReplyProposed.create({
    ...facts(context, `proposed:${messageId}`),
    data: {
      messageId,
      delegationId: delegation.id,
      inReplyTo: ask?.messageId,
      kind: content.kind,
      content: await vault.seal(
        sessionScope(delegation.contactId, delegation.sessionId),
        messageContext(messageId),
        JSON.stringify(content),
      ),
      topic,
      articleId: article?.id,
      articleVersion: article?.version,
      contentVersion: knowledge.version,
    },
  });
}

async function handedBack(context: Context, { reason, summary }: HandBack) {
  const { vault, delegation, ask } = context;
  return HandedBack.create({
    ...facts(context, `handed-back:${delegation.id}`),
    data: {
      delegationId: delegation.id,
      inReplyTo: ask?.messageId,
      reason,
      summary: await vault.seal(
        sessionScope(delegation.contactId, delegation.sessionId),
        handBackContext(delegation.id),
        summary,
      ),
    },
  });
}

function facts({ delegation, now }: Context, what: string) {
  return {
    id: uuidv5(what, robotIds),
    source: "bot" as const,
    occurredAt: now().toISOString(),
    actor: { kind: "robot" as const },
    contactId: delegation.contactId,
    sessionId: delegation.sessionId,
  };
}

/** Her words, or null when nobody can read them any more. @throws Transient while the keys cannot be unwrapped. */
async function openContent(vault: Vault, { messageId, content }: Ask): Promise<MessageContent | null> {
  try {
    const plaintext = await vault.open(content, messageContext(messageId));
    const parsed = MessageContent.safeParse(JSON.parse(plaintext.toString("utf8")));
    plaintext.fill(0);
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError)
      return null;
    if (error instanceof KeyUnavailable) throw new Transient("the key-encryption key is not at hand");
    throw error;
  }
}
