import { MessageRevoked } from "@liss/contracts";
import { forgetWordsOf } from "../retention/clear.ts";
import { recordChanges } from "../store/feed.ts";
import { onEvent } from "./handling.ts";

/**
 * She took a message back: from now on nobody is shown what it said, nor finds it. Also when it has not arrived yet. What
 * becomes of its bytes is decided by retention/taken-back.ts, which `onRevoked` wakes.
 */
export const onMessageRevoked = ({ onRevoked }: { onRevoked: () => void }) =>
  onEvent(MessageRevoked, async ({ data }, { tx }) => {
    const kept = await tx
      .insertInto("revocations")
      .values({ message_id: data.messageId, at: data.revokedAt })
      .onConflict((conflict) => conflict.column("message_id").doNothing())
      .returning("message_id")
      .executeTakeFirst();
    const message = await tx
      .selectFrom("messages")
      .select("session_id")
      .where("id", "=", data.messageId)
      .executeTakeFirst();
    if (!kept || !message) return;
    const edits = await tx
      .selectFrom("messages")
      .select("id")
      .where("edit_of", "=", data.messageId)
      .execute();
    await forgetWordsOf(tx, [data.messageId, ...edits.map(({ id }) => id)]);
    onRevoked();
    await recordChanges(tx, [
      { kind: "message", sessionId: message.session_id, refId: data.messageId },
      ...edits.map(({ id }) => ({ kind: "message" as const, sessionId: message.session_id, refId: id })),
      // The count of unread messages is part of the card.
      { kind: "session", sessionId: message.session_id, refId: message.session_id },
    ]);
  });
