import { strike } from "../faults/active.ts";
import { carry, report } from "../handset/receive.ts";
import type { AcceptedMessage, ChatContent, ChatMessage } from "../view.ts";
import type { Courier } from "../webhook/courier.ts";
import type { StatusError } from "../webhook/update.ts";
import { newMessageId } from "../world/message-id.ts";
import { findMessage, touched } from "../world/phone.ts";
import { forgetOldest, later, limits, type Phone, type World } from "../world/world.ts";
import { type Refusal, refusal, titleOf } from "./errors.ts";
import { Frame, type NodeOf, shapes } from "./message-shapes.ts";
import { type Bucket, numberRate, pairRate, takeToken } from "./pacing.ts";
import { refuseShape } from "./refuse-shape.ts";
import { shownFor } from "./shown.ts";

export type Buckets = { number: Map<string, Bucket>; pair: Map<string, Bucket> };

/** What a send request comes to; `silentMs`: accepted, but the answer is withheld that long. */
export type SendOutcome =
  | { refused: Refusal }
  | { answer: Record<string, unknown>; silentMs: number | undefined };

const day = 86_400_000;

/**
 * `POST /{phone-number-id}/messages` with a message: checked, paced and accepted as the Cloud API does.
 * 200 means accepted only; whether it arrives is told by statuses.
 */
export function send(world: World, courier: Courier, buckets: Buckets, body: unknown): SendOutcome {
  const frame = Frame.safeParse(body);
  if (!frame.success) return { refused: refuseShape(body, frame.error.issues) };
  const { type, context, biz_opaque_callback_data: callbackData } = frame.data;
  const node = shapes[type].safeParse((body as Record<string, unknown>)[type]);
  if (!node.success) {
    const placed = node.error.issues.map((issue) => ({ ...issue, path: [type, ...issue.path] }));
    return { refused: refuseShape(body, placed) };
  }
  if (world.health.canSendMessage === "BLOCKED") {
    return { refused: refusal(131031, "Business Account locked.") };
  }
  const addressed = addressOf(world, frame.data);
  if ("refused" in addressed) return addressed;
  const { recipient, phone } = addressed;
  if (context && !findMessage(world, context.message_id)) {
    return { refused: refusal(131009, "Param context['message_id'] is not a message of this conversation.") };
  }
  const shown = type === "reaction" ? undefined : shownFor(world, type, node.data);
  if (shown && "refused" in shown) return shown;

  const now = world.now().getTime();
  if (!takeToken(buckets.number, "line", numberRate, now)) {
    return { refused: refusal(130429, "Cloud API message throughput has been reached.") };
  }
  if (!takeToken(buckets.pair, recipient, pairRate, now)) {
    const details =
      "Too many messages sent from this phone number to the same phone number in a short period of time.";
    return { refused: refusal(131056, details) };
  }
  const fate = fateOf(world, phone, type === "template");
  if (fate && fate.how !== "webhook") {
    // Refused in the answer and, when the fault says both, also by a status of a message never accepted.
    if (fate.how === "both")
      fail(world, courier, phone, acceptedFor(recipient, type, callbackData, world), fate.error);
    return { refused: refusal(fate.error.code, fate.error.details) };
  }

  const accepted = acceptedFor(recipient, type, callbackData, world);
  world.accepted.set(accepted.id, accepted);
  forgetOldest(world.accepted, limits.accepted);
  world.counters.messages.accepted += 1;
  const silentMs = strike(world, "timeout-after-acceptance", { phoneId: phone?.id })?.holdMs;
  accepted.answered = silentMs === undefined;
  if (!phone || fate) fail(world, courier, phone, accepted, fate?.error ?? undeliverable);
  else if (type === "reaction")
    applyReaction(world, courier, phone, accepted, node.data as NodeOf<"reaction">);
  else if (shown)
    carry(world, courier, phone, { accepted, message: bubble(accepted, shown.content, context?.message_id) });

  const who = frame.data.to === undefined ? { user_id: phone?.bsuid } : { wa_id: recipient };
  return {
    answer: {
      messaging_product: "whatsapp",
      contacts: [{ input: frame.data.to ?? frame.data.recipient, ...who }],
      messages: [{ id: accepted.id, ...(type === "template" ? { message_status: "accepted" } : {}) }],
    },
    silentMs,
  };
}

/**
 * Whom it is for. Without `+` Meta puts the sender's own country code before the number, so that the message
 * goes to somebody else or to nobody. Source: whatsapp-cloud-api.md §3, "Always send +".
 */
function addressOf(
  world: World,
  { to, recipient }: Frame,
): { recipient: string; phone: Phone | undefined } | { refused: Refusal } {
  if (to === undefined && recipient === undefined)
    return { refused: refusal(131008, "Parameter to is required.") };
  if (to === undefined) {
    const phone = [...world.phones.values()].find(({ bsuid }) => bsuid === recipient);
    return { recipient: phone?.id ?? String(recipient), phone };
  }
  const digits = to.replace(/[\s()-]/g, "");
  if (!/^\+?\d{7,20}$/.test(digits))
    return { refused: refusal(131009, "Param to is not a valid phone number.") };
  const number = digits.startsWith("+") ? digits.slice(1) : `56${digits}`;
  if (number === world.line.displayPhoneNumber)
    return { refused: refusal(131021, "Sender and recipient are the same.") };
  return { recipient: number, phone: world.phones.get(number) };
}

type Fate = { how: "answer" | "webhook" | "both"; error: StatusError };
const undeliverable: StatusError = {
  code: 131026,
  title: titleOf(131026),
  details: "Message Undeliverable.",
};

/** What will go wrong with an acceptable message, if anything. */
function fateOf(world: World, phone: Phone | undefined, isTemplate: boolean): Fate | undefined {
  const about = { phoneId: phone?.id };
  const refused = strike(world, "refusal", about);
  if (refused) {
    const { code, how } = refused;
    return { how, error: { code, title: titleOf(code), details: "Refused by an injected fault." } };
  }
  if (strike(world, "blocked", about)) return { how: "webhook", error: undeliverable };
  if (isTemplate || !phone) return undefined;
  const closed = strike(world, "window-closed", about);
  const open = phone.lastWroteAt !== undefined && world.now().getTime() - phone.lastWroteAt < day;
  if (!closed && open) return undefined;
  const details =
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
  return { how: closed?.how ?? "webhook", error: { code: 131047, title: titleOf(131047), details } };
}

function acceptedFor(
  recipient: string,
  type: string,
  callbackData: string | undefined,
  world: World,
): AcceptedMessage {
  return {
    id: newMessageId(recipient, "in"),
    phoneId: recipient,
    type,
    at: world.now().toISOString(),
    ...(callbackData === undefined ? {} : { callbackData }),
    answered: true,
    statuses: [],
  };
}

function bubble({ id, at }: AcceptedMessage, content: ChatContent, replyTo: string | undefined): ChatMessage {
  return { id, direction: "in", status: "sent", at, content, ...(replyTo ? { replyTo } : {}), reactions: {} };
}

function fail(
  world: World,
  courier: Courier,
  phone: Phone | undefined,
  accepted: AcceptedMessage,
  error: StatusError,
): void {
  later(world, world.latency.sent, () => report(world, courier, phone, accepted, "failed", error));
}

function applyReaction(
  world: World,
  courier: Courier,
  phone: Phone,
  accepted: AcceptedMessage,
  { message_id, emoji }: NodeOf<"reaction">,
): void {
  later(world, world.latency.sent, () => {
    report(world, courier, phone, accepted, "sent");
    const found = findMessage(world, message_id);
    if (!found || found.phone !== phone) return;
    if (emoji) found.message.reactions.liss = emoji;
    else delete found.message.reactions.liss;
    touched(world, phone, found.message);
  });
}
