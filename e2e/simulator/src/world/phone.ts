import { randomBytes } from "node:crypto";
import type { ChatMessage, PhoneView } from "../view.ts";
import { changed, limits, type Phone, type World } from "./world.ts";

export type NewPhone = {
  name?: string | undefined;
  /** Digits of a number; by default the next fictional one. */
  id?: string | undefined;
  username?: string | undefined;
  shown?: boolean | undefined;
};

/** First names and plainly invented surnames, so that nobody takes a demo phone for a person. */
const names = [
  "Marta Inventada",
  "Elisa Imaginaria",
  "Nora Ficción",
  "Olga Demostración",
  "Pilar Supuesta",
  "Rita Simulada",
  "Sara Hipotética",
  "Tere Ejemplar",
];

/**
 * A new phone with network and its chat with Liss open.
 * Numbers run from +56 9 0000 0001: a range no operator assigns.
 * @returns undefined when the number is taken or the simulator is full.
 */
export function addPhone(world: World, wanted: NewPhone = {}): Phone | undefined {
  const id = wanted.id ?? nextNumber(world);
  if (world.phones.has(id) || world.phones.size >= limits.phones) return undefined;
  const phone: Phone = {
    id,
    number: `+${id}`,
    bsuid: newBsuid(),
    name: wanted.name ?? names[world.phones.size % names.length] ?? "Persona Inventada",
    ...(wanted.username ? { username: wanted.username } : {}),
    online: true,
    chatOpen: true,
    shown: wanted.shown ?? false,
    conversation: [],
    held: [],
    outbox: [],
  };
  world.phones.set(id, phone);
  changed(world, { about: "phones" });
  if (phone.shown) changed(world, { about: "conversation", phoneId: id });
  return phone;
}

/** A business-scoped user id of WhatsApp's shape. */
export function newBsuid(): string {
  return `CL.${randomBytes(10).toString("hex")}`;
}

function nextNumber(world: World): string {
  for (let counter = world.phones.size + 1; ; counter += 1) {
    const id = `569${String(counter).padStart(8, "0")}`;
    if (!world.phones.has(id)) return id;
  }
}

export function viewOf(phone: Phone): PhoneView {
  const { conversation, held, outbox: _outbox, lastWroteAt: _lastWroteAt, ...view } = phone;
  const unread = conversation.filter(
    ({ direction, status }) => direction === "in" && status !== "read",
  ).length;
  return { ...view, unread, waiting: held.length };
}

export function findMessage(
  world: World,
  messageId: string,
): { phone: Phone; message: ChatMessage } | undefined {
  const phone = world.phones.get(world.whereabouts.get(messageId) ?? "");
  const message = phone?.conversation.find(({ id }) => id === messageId);
  return phone && message ? { phone, message } : undefined;
}

/** Puts a message at the end of a conversation, within its bound. */
export function append(world: World, phone: Phone, message: ChatMessage): void {
  phone.conversation.push(message);
  world.whereabouts.set(message.id, phone.id);
  if (phone.conversation.length > limits.conversation) {
    const [oldest] = phone.conversation.splice(0, 1);
    if (oldest) world.whereabouts.delete(oldest.id);
  }
  changed(world, { about: "message", phoneId: phone.id, message });
  changed(world, { about: "phones" });
}

export function touched(world: World, phone: Phone, message: ChatMessage): void {
  changed(world, { about: "message", phoneId: phone.id, message });
}
