import { HandedBack, messageContext, OutgoingContent, ReplyProposed, type Sealed } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { recordRefusal, review, store } from "../sending/send.ts";
import { endRobot, robotReply } from "../session/conversation.ts";
import { lockContact } from "../store/contacts.ts";
import { appendToSession, lockSession } from "../store/session-store.ts";
import { type Handling, onEvent } from "./handling.ts";

/** The robot's words become a message only here, in the transaction that checks the delegation. Source: invariant 3. */
export const onReplyProposed = ({ clock, vault, safety }: Pick<Handling, "clock" | "vault" | "safety">) =>
  onEvent(ReplyProposed, async ({ contactId, sessionId, data }, { tx }) => {
    if (!contactId || !sessionId) throw new Permanent("a proposal without contact or session");
    await lockContact(tx, contactId);
    const before = await lockSession(tx, sessionId);
    if (!before || before.session.contactId !== contactId)
      throw new Permanent("a proposal for no session of hers");
    const now = clock.now();
    const content = await readContent(vault, data.content, data.messageId, data.kind);
    const message = { messageId: data.messageId, author: "robot" as const, now };
    const reviewed =
      content && (await review(tx, { safety, vault }, before.session, { ...message, content }));
    const decision = robotReply({
      messageId: data.messageId,
      delegationId: data.delegationId,
      topic: data.topic ?? null,
      kind: data.kind,
      readable: content !== null,
      safe: reviewed?.allowed === true,
      now,
    })(before.session);
    if (!decision.accepted) return;
    const sent = decision.events.some((event) => event.type === "reply-requested");
    if (sent && reviewed?.allowed) await store(tx, reviewed.permit, { sealed: data.content });
    const unsafe = decision.events.some(
      (event) => event.type === "robot-reply-refused" && event.reason === "not-safe",
    );
    if (unsafe && reviewed && !reviewed.allowed)
      await recordRefusal(tx, before.session, message, reviewed.refusals);
    await appendToSession(
      tx,
      before,
      decision.events,
      { kind: "robot" },
      sent ? [{ kind: "message", sessionId, refId: data.messageId }] : [],
    );
  });

/** The robot steps back: the conversation is the executive's again. */
export const onHandedBack = ({ clock }: Pick<Handling, "clock">) =>
  onEvent(HandedBack, async ({ contactId, sessionId, data }, { tx }) => {
    if (!contactId || !sessionId) throw new Permanent("a hand-back without contact or session");
    await lockContact(tx, contactId);
    const before = await lockSession(tx, sessionId);
    if (!before) return;
    const reason = data.reason === "unreadable" ? "handed-back" : data.reason;
    const decision = endRobot({ delegationId: data.delegationId, reason, now: clock.now() })(before.session);
    if (!decision.accepted) return;
    if (data.summary && decision.events.length > 0) {
      await tx
        .insertInto("hand_backs")
        .values({
          delegation_id: data.delegationId,
          session_id: sessionId,
          key_id: data.summary.keyId,
          box: Buffer.from(data.summary.box, "base64"),
          at: clock.now(),
        })
        .onConflict((conflict) => conflict.column("delegation_id").doNothing())
        .execute();
    }
    await appendToSession(tx, before, decision.events, { kind: "robot" });
  });

/** What cannot be opened, or is not something WhatsApp can carry, is not sent: null. */
async function readContent(
  vault: Vault,
  content: Sealed,
  messageId: string,
  kind: string,
): Promise<OutgoingContent | null> {
  try {
    const plain = await vault.open(content, messageContext(messageId));
    const parsed = OutgoingContent.safeParse(JSON.parse(plain.toString("utf8")));
    return parsed.success && parsed.data.kind === kind ? parsed.data : null;
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError)
      return null;
    throw error;
  }
}
