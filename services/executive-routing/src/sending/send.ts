import type { OutgoingContent, SafetyOverride, Sealed } from "@liss/contracts";
import { SafetyOverridden, SendRefused } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { Author, ReasonCode, Refusal, Safety } from "@liss/safety";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import { readSafeContact } from "./safe-contact.ts";

export type SendingTools = { safety: Pick<Safety, "reviewOutgoing">; vault: Vault };

/** Something that wants to be sent to her. */
export type ToSend = {
  messageId: string;
  content: OutgoingContent;
  author: Author;
  now: string;
  override?: SafetyOverride | undefined;
  mandated?: readonly ReasonCode[];
};

declare const reviewed: unique symbol;
/** Proof that a message passed the review, for this session; only `review` makes one. */
export type Permit = ToSend & { sessionId: string; [reviewed]: true };

export type SendReview =
  | { allowed: true; permit: Permit }
  | { allowed: false; refusals: readonly Refusal[]; overridable: boolean };

/**
 * The one gate to her phone: executives, the robot and the service's own notices pass it, in the transaction that
 * sends. Source: domain.md §3.5, invariant 7.
 */
export async function review(
  tx: Transaction<RoutingTables>,
  { safety, vault }: SendingTools,
  session: Session,
  message: ToSend,
): Promise<SendReview> {
  const { plan, goodbyeAt } = await readSafeContact(tx, vault, session.contactId, { hold: true });
  const { content, author, now, override, mandated } = message;
  const answer = safety.reviewOutgoing({
    plan,
    goodbyeAt,
    content,
    author,
    now,
    override,
    mandated,
    lastInboundAt: session.lastInboundAt,
    neutral: isNeutral(session),
  });
  if (!answer.allowed) return answer;
  if (override && answer.overridden.length > 0) {
    await appendEvents(tx, [
      SafetyOverridden.create({
        ...aboutHer(session, now),
        actor: { kind: "person", id: override.by, role: "executive" },
        data: {
          personId: override.by,
          messageId: message.messageId,
          reason: override.reason,
          codes: [...new Set(answer.overridden.map(({ code }) => code))],
        },
      }),
    ]);
  }
  return { allowed: true, permit: { ...message, sessionId: session.id } as Permit };
}

/** It may not be she: no words can be answered for. */
export function isNeutral(session: Session): boolean {
  return session.identityDoubt !== null || session.marks.includes("aggressor-probing");
}

/** Whether she may be shown that she was read or that somebody writes: a light on her screen is a message too. */
export async function mayShowPresence(
  tx: Transaction<RoutingTables>,
  vault: Vault,
  session: Session,
): Promise<boolean> {
  const { plan, goodbyeAt } = await readSafeContact(tx, vault, session.contactId);
  if (plan?.writing === "never" || plan?.readBy === "others") return false;
  return goodbyeAt === null || goodbyeAt < session.lastInboundAt;
}

/** Puts a reviewed message among the session's, to leave with its event. False when the id is taken. */
export async function store(
  tx: Transaction<RoutingTables>,
  permit: Permit,
  { sealed, authorId, replyTo }: { sealed: Sealed; authorId?: string; replyTo?: string | undefined },
): Promise<boolean> {
  const { messageId, sessionId, author, content, now } = permit;
  const stored = await tx
    .insertInto("messages")
    .values({
      id: messageId,
      session_id: sessionId,
      direction: "out",
      author,
      author_id: authorId ?? null,
      kind: content.kind,
      reply_to: replyTo ?? null,
      content_key_id: sealed.keyId,
      content_box: Buffer.from(sealed.box, "base64"),
      sent_at: now,
      received_at: now,
      delivery_state: "queued",
      delivery_rank: 0,
      delivery_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return stored !== undefined;
}

/** What software wanted to say and may not, for the record: codes, never words. */
export async function recordRefusal(
  tx: Transaction<RoutingTables>,
  session: Session,
  { messageId, author, now }: { messageId: string; author: "robot" | "system"; now: string },
  refusals: readonly Refusal[],
): Promise<void> {
  const data = { messageId, author, codes: codesOf(refusals) };
  const actor = { kind: "service" as const, name: "executive-routing" as const };
  await appendEvents(tx, [SendRefused.create({ ...aboutHer(session, now), actor, data })]);
}

function codesOf(refusals: readonly Refusal[]): string[] {
  return [
    ...new Set(refusals.map((refusal) => (refusal.by === "plan" ? refusal.code : refusal.reason.code))),
  ];
}

function aboutHer(session: Session, now: string) {
  return {
    id: uuidv7(),
    source: "executive-routing" as const,
    occurredAt: now,
    contactId: session.contactId,
    sessionId: session.id,
  };
}
