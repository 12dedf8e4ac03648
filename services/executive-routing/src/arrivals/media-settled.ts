import { MediaSettled } from "@liss/contracts";
import { recordChanges } from "../store/feed.ts";
import { onEvent } from "./handling.ts";

/** Her file is in the object store, sealed, or could not be had. The message itself may come later. */
export const onMediaSettled = () =>
  onEvent(MediaSettled, async ({ data: { messageId, outcome } }, { tx }) => {
    const stored = outcome.state === "stored" ? outcome : undefined;
    await tx
      .insertInto("media")
      .values({
        message_id: messageId,
        state: outcome.state,
        object: stored?.object ?? null,
        key_id: stored?.keyId ?? null,
        mime_type: stored?.mimeType ?? null,
        bytes: stored?.bytes ?? null,
        reason: outcome.state === "failed" ? outcome.reason : null,
      })
      .onConflict((conflict) => conflict.column("message_id").doNothing())
      .execute();
    const message = await tx
      .selectFrom("messages")
      .select("session_id")
      .where("id", "=", messageId)
      .executeTakeFirst();
    if (!message) return;
    await recordChanges(tx, [{ kind: "message", sessionId: message.session_id, refId: messageId }]);
  });
