import { HandedBack, messageContext, OutgoingContent, ReplyProposed, type Sealed } from "@liss/contracts";
import { Permanent } from "@liss/messaging";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { endRobot, robotReply } from "../session/conversation.ts";
import { lockContact } from "../store/contacts.ts";
import { appendToSession, lockSession } from "../store/session-store.ts";
import { type Handling, onEvent } from "./handling.ts";

/** The robot's words become a message only here, in the transaction that checks the delegation. Source: invariant 3. */
export const onReplyProposed = ({ clock, vault }: Pick<Handling, "clock" | "vault">) =>
  onEvent(ReplyProposed, async ({ contactId, sessionId, data }, { tx }) => {
    if (!contactId || !sessionId) throw new Permanent("a proposal without contact or session");
    await lockContact(tx, contactId);
    const before = await lockSession(tx, sessionId);
    if (!before || before.session.contactId !== contactId)
      throw new Permanent("a proposal for no session of hers");
    const now = clock.now();
    const decision = robotReply({
      messageId: data.messageId,
      delegationId: data.delegationId,
      topic: data.topic ?? null,
      kind: data.kind,
      readable: await isSendable(vault, data.content, data.messageId, data.kind),
      now,
    })(before.session);
    if (!decision.accepted) return;
    const sent = decision.events.some((event) => event.type === "reply-requested");
    if (sent) {
      await tx
        .insertInto("messages")
        .values({
          id: data.messageId,
          session_id: sessionId,
          direction: "out",
          author: "robot",
          kind: data.kind,
          content_key_id: data.content.keyId,
          content_box: Buffer.from(data.content.box, "base64"),
          sent_at: now,
          received_at: now,
          delivery_state: "queued",
          delivery_rank: 0,
          delivery_at: now,
        })
        .execute();
    }
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
    if (decision.accepted) await appendToSession(tx, before, decision.events, { kind: "robot" });
  });

/** What cannot be opened, or is not something WhatsApp can carry, is not sent. */
async function isSendable(vault: Vault, content: Sealed, messageId: string, kind: string): Promise<boolean> {
  try {
    const plain = await vault.open(content, messageContext(messageId));
    const parsed = OutgoingContent.safeParse(JSON.parse(plain.toString("utf8")));
    return parsed.success && parsed.data.kind === kind;
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError)
      return false;
    throw error;
  }
}
