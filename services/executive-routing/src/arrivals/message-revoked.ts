import { MessageRevoked } from "@liss/contracts";
import { recordChanges } from "../store/feed.ts";
import { onEvent } from "./handling.ts";

/** She took a message back: from now on nobody is shown what it said. Also when it has not arrived yet. */
export const onMessageRevoked = () =>
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
    await recordChanges(tx, [
      { kind: "message", sessionId: message.session_id, refId: data.messageId },
      // The count of unread messages is part of the card.
      { kind: "session", sessionId: message.session_id, refId: message.session_id },
    ]);
  });
