import type { MessageStatus } from "../view.ts";

const order: readonly MessageStatus[] = ["pending", "sent", "delivered", "read"];

/** Ticks only advance: the later of the two. */
export function furthest(current: MessageStatus, next: MessageStatus): MessageStatus {
  return order.indexOf(next) > order.indexOf(current) ? next : current;
}

export type Arrival = { visible: boolean; skipDelivered: boolean };

/**
 * The statuses WhatsApp reports when a message reaches the phone, in order.
 * `delivered` may be missing when it is read at once. Source: whatsapp-cloud-api.md §2, Statuses.
 */
export function statusesOnArrival({ visible, skipDelivered }: Arrival): ("delivered" | "read")[] {
  if (!visible) return ["delivered"];
  return skipDelivered ? ["read"] : ["delivered", "read"];
}
