import type { Phone, World } from "../world/world.ts";

/** One thing to tell Liss: a `value` of the Cloud API's webhook envelope. */
export type Update = {
  on: "messages" | "statuses" | "others";
  /** For the log, e.g. `message text`, `status delivered`; never what was said. */
  what: string;
  field: string;
  value: Record<string, unknown>;
  phoneId?: string;
  /** Called when Liss has answered 200 for it (for each copy, if it was duplicated). */
  acked?: () => void;
};

export const secondsOf = (date: Date) => String(Math.floor(date.getTime() / 1000));

/** `contacts[]` as sent with messages and statuses. The number is absent when she writes under a username. */
function contactOf(phone: Phone): Record<string, unknown> {
  return {
    profile: { name: phone.name, ...(phone.username ? { username: phone.username } : {}) },
    ...(phone.username ? {} : { wa_id: phone.id }),
    user_id: phone.bsuid,
  };
}

export function common(world: World): Record<string, unknown> {
  const { displayPhoneNumber, phoneNumberId } = world.line;
  return {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
  };
}

/** A message of hers. `node` carries `type` and the type's own node, and `context` when it quotes another. */
export function messageUpdate(
  world: World,
  phone: Phone,
  message: { id: string; node: Record<string, unknown> & { type: string } },
): Update {
  return {
    on: "messages",
    what: `message ${message.node.type}`,
    field: "messages",
    phoneId: phone.id,
    value: {
      ...common(world),
      contacts: [contactOf(phone)],
      messages: [
        {
          ...(phone.username ? {} : { from: phone.id }),
          from_user_id: phone.bsuid,
          id: message.id,
          timestamp: secondsOf(world.now()),
          ...message.node,
        },
      ],
    },
  };
}

export type StatusName = "sent" | "delivered" | "read" | "failed";
export type StatusError = { code: number; title: string; details: string };

const pricing = { billable: true, pricing_model: "PMP", category: "service", type: "regular" };

/** A status of a message of Liss. `phone` is undefined when the number has no WhatsApp. */
export function statusUpdate(
  world: World,
  status: {
    messageId: string;
    name: StatusName;
    phone: Phone | undefined;
    recipient: string;
    callbackData: string | undefined;
    error?: StatusError | undefined;
  },
): Update {
  const { phone, error } = status;
  return {
    on: "statuses",
    what: `status ${status.name}`,
    field: "messages",
    ...(phone ? { phoneId: phone.id } : {}),
    value: {
      ...common(world),
      ...(phone && !error ? { contacts: [contactOf(phone)] } : {}),
      statuses: [
        {
          id: status.messageId,
          status: status.name,
          timestamp: secondsOf(world.now()),
          ...(phone?.username ? {} : { recipient_id: status.recipient }),
          ...(phone && !error ? { recipient_user_id: phone.bsuid } : {}),
          ...(status.callbackData === undefined ? {} : { biz_opaque_callback_data: status.callbackData }),
          ...(status.name === "sent" || status.name === "delivered" ? { pricing } : {}),
          ...(error ? { errors: [statusError(error)] } : {}),
        },
      ],
    },
  };
}

function statusError({ code, title, details }: StatusError): Record<string, unknown> {
  return {
    code,
    title,
    message: title,
    error_data: { details },
    href: "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
  };
}

/** The envelope of one POST: one entry, one change per update. Up to 1000 updates. */
export function envelopeOf(world: World, updates: readonly Update[]): Record<string, unknown> {
  return {
    object: "whatsapp_business_account",
    entry: [
      { id: world.line.businessAccountId, changes: updates.map(({ field, value }) => ({ value, field })) },
    ],
  };
}
