import type { Sender } from "./item.ts";
import { type Fields, fieldsOf, isFields, textOf } from "./reading.ts";

const phonePattern = /^\+?(\d{5,20})$/;
/** Source: whatsapp-cloud-api.md §2. */
const bsuidPattern = /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/;
const bsuidInText = /(?<![0-9A-Za-z.])[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128}(?![0-9A-Za-z])/g;
const phoneInText = /(?<![0-9A-Za-z.])\+?(\d{7,20})(?![0-9A-Za-z])/g;

export function phoneOf(value: unknown): string | undefined {
  return textOf(value)
    ?.replace(/[\s().-]/g, "")
    .match(phonePattern)?.[1];
}

export function bsuidOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && bsuidPattern.test(text) ? text : undefined;
}

/** Phones and BSUIDs inside a sentence of WhatsApp's, in order. */
export function identitiesIn(sentence: unknown): { phones: string[]; bsuids: string[] } {
  const text = textOf(sentence) ?? "";
  return {
    phones: [...text.matchAll(phoneInText)].flatMap(([, digits]) => (digits ? [digits] : [])),
    bsuids: [...text.matchAll(bsuidInText)].map(([bsuid]) => bsuid),
  };
}

/** The identities in a list of fields, first one that fits wins: a BSUID has been seen where a phone belongs. */
export function identify(...values: unknown[]): Sender {
  return {
    phone: values.map(phoneOf).find((phone) => phone !== undefined),
    bsuid: values.map(bsuidOf).find((bsuid) => bsuid !== undefined),
  };
}

export function isNobody({ phone, bsuid }: Sender): boolean {
  return phone === undefined && bsuid === undefined;
}

/**
 * Who sent a message: what the message says, completed by the entry of `contacts[]` that shares an identity with
 * it. Only a message that names nobody may borrow a lone entry; otherwise a batch could mix two women up.
 * The BSUID of the parent business comes last: it names her only when nothing else does.
 */
export function senderOf(message: Fields, contacts: unknown): Sender {
  return complete(identify(message.from, message.from_user_id, message.from_parent_user_id), contacts);
}

/** Whom a status is about. */
export function recipientOf(status: Fields, contacts: unknown): Sender {
  const { recipient_id, recipient_user_id, recipient_parent_user_id } = status;
  return complete(identify(recipient_id, recipient_user_id, recipient_parent_user_id), contacts);
}

/** To whom a message of ours went, as its echo says. */
export function addresseeOf(echo: Fields, contacts: unknown): Sender {
  return complete(identify(echo.to, echo.to_user_id, echo.to_parent_user_id), contacts);
}

function complete(own: Sender, contacts: unknown): Sender {
  const entries = (Array.isArray(contacts) ? contacts : [contacts]).filter(isFields).map(contactEntry);
  const entry =
    entries.find(({ phone, bsuid }) => isSame(phone, own.phone) || isSame(bsuid, own.bsuid)) ??
    (isNobody(own) && entries.length === 1 ? entries[0] : undefined);
  return {
    phone: own.phone ?? entry?.phone,
    bsuid: own.bsuid ?? entry?.bsuid,
    username: entry?.username,
  };
}

function contactEntry(entry: Fields): Sender {
  return {
    ...identify(entry.wa_id, entry.user_id, entry.parent_user_id),
    username: textOf(fieldsOf(entry.profile).username) ?? textOf(entry.username),
  };
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}
