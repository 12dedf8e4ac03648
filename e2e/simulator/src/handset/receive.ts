import { strike } from "../faults/active.ts";
import type { AcceptedMessage } from "../view.ts";
import type { Courier } from "../webhook/courier.ts";
import { type StatusError, type StatusName, statusUpdate } from "../webhook/update.ts";
import { append, touched } from "../world/phone.ts";
import { furthest, statusesOnArrival } from "../world/status.ts";
import { changed, later, type Phone, type WaitingMessage, type World } from "../world/world.ts";

/** WhatsApp reports a status of a message of Liss. */
export function report(
  world: World,
  courier: Courier,
  phone: Phone | undefined,
  accepted: AcceptedMessage,
  name: StatusName,
  error?: StatusError,
): void {
  accepted.statuses.push(name);
  courier.take(
    statusUpdate(world, {
      messageId: accepted.id,
      name,
      phone,
      recipient: accepted.phoneId,
      callbackData: accepted.callbackData,
      error,
    }),
  );
}

/** An accepted message leaves WhatsApp for the phone: `sent` now, the rest when the phone has network. */
export function carry(world: World, courier: Courier, phone: Phone, waiting: WaitingMessage): void {
  later(world, world.latency.sent, () => {
    report(world, courier, phone, waiting.accepted, "sent");
    later(world, world.latency.delivered, () => {
      if (phone.online) return arrive(world, courier, phone, waiting);
      phone.held.push(waiting);
      changed(world, { about: "phones" });
    });
  });
}

function arrive(world: World, courier: Courier, phone: Phone, { message, accepted }: WaitingMessage): void {
  delete phone.typingUntil;
  message.status = "delivered";
  append(world, phone, message);
  const visible = isVisible(world, phone);
  const skipDelivered =
    visible && strike(world, "read-without-delivered", { phoneId: phone.id }) !== undefined;
  const [first, second] = statusesOnArrival({ visible, skipDelivered });
  if (first === "delivered") report(world, courier, phone, accepted, "delivered");
  if (first === "read" || second === "read")
    later(world, world.latency.read, () => readOne(world, courier, phone, message.id));
}

/** Whether its owner would see a message that arrives now. With no page connected, an open chat is enough. */
export function isVisible(world: World, phone: Phone): boolean {
  if (!phone.chatOpen) return false;
  return phone.shown ? (world.seenBySomebody() ?? true) : true;
}

function readOne(world: World, courier: Courier, phone: Phone, messageId: string): void {
  const message = phone.conversation.find(({ id }) => id === messageId);
  if (message?.direction !== "in" || message.status === "read") return;
  message.status = furthest(message.status, "read");
  touched(world, phone, message);
  changed(world, { about: "phones" });
  const accepted = world.accepted.get(messageId);
  if (accepted) report(world, courier, phone, accepted, "read");
}

/** She looks at the chat: everything delivered and unread becomes read. The receipts need network. */
export function readAll(world: World, courier: Courier, phone: Phone): void {
  if (!phone.online || !isVisible(world, phone)) return;
  for (const { id } of phone.conversation) readOne(world, courier, phone, id);
}

export function setChatOpen(world: World, courier: Courier, phone: Phone, open: boolean): void {
  phone.chatOpen = open;
  changed(world, { about: "phones" });
  if (open) readAll(world, courier, phone);
}

/** Network on: what she wrote goes out and what waited for her comes in, in order. */
export function setOnline(world: World, courier: Courier, phone: Phone, online: boolean): void {
  phone.online = online;
  changed(world, { about: "phones" });
  if (!online) return;
  for (const go of phone.outbox.splice(0)) go();
  for (const waiting of phone.held.splice(0)) arrive(world, courier, phone, waiting);
  readAll(world, courier, phone);
}
