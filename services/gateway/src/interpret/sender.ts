import type { Sender } from "./item.ts";
import { type Fields, isFields, textOf } from "./reading.ts";

const phonePattern = /^\+?(\d{5,20})$/;
/** Source: whatsapp-cloud-api.md §2. */
const bsuidPattern = /^[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128}$/;

function phoneOf(value: unknown): string | undefined {
  return textOf(value)?.match(phonePattern)?.[1];
}

function bsuidOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && bsuidPattern.test(text) ? text : undefined;
}

/** The identities in a list of fields, first one that fits wins: a BSUID has been seen where a phone belongs. */
function identify(values: unknown[]): Sender {
  return {
    phone: values.map(phoneOf).find((phone) => phone !== undefined),
    bsuid: values.map(bsuidOf).find((bsuid) => bsuid !== undefined),
  };
}

/**
 * Who sent a message: what the message says, completed by the entry of `contacts[]` that shares an identity with
 * it. Only a message that names nobody may borrow a lone entry; otherwise a batch could mix two women up.
 */
export function senderOf(message: Fields, contacts: unknown): Sender {
  const own = identify([message.from, message.from_user_id]);
  const entries = (Array.isArray(contacts) ? contacts : [contacts]).filter(isFields).map(contactEntry);
  const anonymous = own.phone === undefined && own.bsuid === undefined;
  const entry =
    entries.find(({ phone, bsuid }) => isSame(phone, own.phone) || isSame(bsuid, own.bsuid)) ??
    (anonymous && entries.length === 1 ? entries[0] : undefined);
  return {
    phone: own.phone ?? entry?.phone,
    bsuid: own.bsuid ?? entry?.bsuid,
    username: entry?.username,
  };
}

/** Whom a status is about. */
export function recipientOf(status: Fields): Sender {
  return identify([status.recipient_id, status.recipient_user_id]);
}

function contactEntry(entry: Fields): Sender {
  const profile = isFields(entry.profile) ? entry.profile : {};
  return { ...identify([entry.wa_id, entry.user_id]), username: textOf(profile.username) };
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}
