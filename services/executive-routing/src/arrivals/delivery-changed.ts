import { DeliveryChanged, type DeliveryState } from "@liss/contracts";
import { recordChanges } from "../store/feed.ts";
import { onEvent } from "./handling.ts";

/**
 * States only advance. `failed` wins over what was only hoped for, and a proven delivery wins over
 * `failed`: WhatsApp may report both, in either order. Source: whatsapp-cloud-api.md §2.
 */
export const deliveryRank: Record<DeliveryState, number> = {
  queued: 0,
  unknown: 1,
  accepted: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
};

export const onDeliveryChanged = () =>
  onEvent(DeliveryChanged, async ({ data }, { tx }) => {
    const advanced = await tx
      .updateTable("messages")
      .set({
        delivery_state: data.state,
        delivery_rank: deliveryRank[data.state],
        delivery_at: data.at,
        delivery_reason: data.reason?.code ?? null,
      })
      .where("id", "=", data.messageId)
      .where("delivery_rank", "<", deliveryRank[data.state])
      .returning("session_id")
      .executeTakeFirst();
    if (!advanced) return;
    await recordChanges(tx, [{ kind: "message", sessionId: advanced.session_id, refId: data.messageId }]);
  });
