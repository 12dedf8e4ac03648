import type { IdentityItem, Item, Place, Sender } from "./item.ts";
import { type Fields, fieldsOf, instantOf, isFields, listOf, notesOf, textOf, wordOf } from "./reading.ts";
import { bsuidOf, identify, identitiesIn, isNobody, phoneOf } from "./sender.ts";

/** What WhatsApp's words for changes mean. Source: whatsapp-cloud-api.md §2; `customer_…` are its older names. */
const meanings: Record<string, IdentityItem["change"]> = {
  user_changed_number: "number-changed",
  customer_changed_number: "number-changed",
  user_changed_user_id: "bsuid-rotated",
  user_id_update: "bsuid-rotated",
  customer_identity_changed: "identity-key-changed",
  user_identity_changed: "identity-key-changed",
};

/**
 * A message of type `system`: WhatsApp speaking about her, not she. There is no `contacts[]`, `from` may be absent,
 * and the old BSUID may stand nowhere but in the sentence of `body`.
 */
export function systemItem(message: Fields, place: Place): Item {
  const node = fieldsOf(message.system);
  const word = wordOf(node.type) ?? "unknown";
  const change = Object.hasOwn(meanings, word) ? meanings[word] : undefined;
  const said = identitiesIn(node.body);
  const from = identify(message.from, message.from_user_id, node.customer);
  const given = identify(node.wa_id, node.new_wa_id, node.user_id, node.new_user_id);
  const previous = identify(node.previous_wa_id, node.previous_user_id);
  const identities = { from, given, previous, said };
  const { before, now } = change === "number-changed" ? changeOfNumber(identities) : changeOfId(identities);
  return {
    ...place,
    kind: "identity",
    word,
    change,
    wamid: textOf(message.id),
    before,
    now,
    at: instantOf(message.timestamp),
    text: textOf(node.body),
    note: noteOf(change, before, now),
  };
}

type Identities = {
  from: Sender;
  given: Sender;
  previous: Sender;
  said: { phones: string[]; bsuids: string[] };
};

/** `from` is the old number; the BSUID is made anew with the number, so an old one does not stay. */
function changeOfNumber({ from, given, previous, said }: Identities) {
  const phone = given.phone ?? (said.phones.length > 1 ? said.phones.at(-1) : undefined);
  const now = { phone, bsuid: given.bsuid };
  const old = previous.phone ?? from.phone ?? said.phones.find((digits) => digits !== phone);
  return {
    before: {
      phone: old === phone ? undefined : old,
      bsuid: otherThan(now.bsuid, previous.bsuid, from.bsuid, ...said.bsuids),
    },
    now,
  };
}

/** The number stays; another BSUID, or another key of the same account. */
function changeOfId({ from, given, previous, said }: Identities) {
  const phone = from.phone ?? given.phone;
  const bsuid = given.bsuid ?? said.bsuids.at(-1) ?? from.bsuid;
  return {
    before: { phone, bsuid: otherThan(bsuid, previous.bsuid, from.bsuid, ...said.bsuids) },
    now: { phone, bsuid },
  };
}

function otherThan(current: string | undefined, ...candidates: (string | undefined)[]): string | undefined {
  return candidates.find((candidate) => candidate !== undefined && candidate !== current);
}

/**
 * Field `user_id_update`: `{wa_id?, user_id: {previous, current}, timestamp}`, one or a list of them.
 * Source: whatsapp-cloud-api.md §2.
 */
export function userIdUpdates(value: Fields, place: Place): Item[] {
  const updates = listOf(value.user_id_update ?? value, `${place.path}.user_id_update`) ?? [];
  return updates.map((update): Item => {
    const here = { ...place, path: update.path };
    if (!isFields(update.value)) {
      return { ...here, kind: "not-understood", reason: "malformed", note: "not an object" };
    }
    const { before, now } = updatedIds(update.value);
    if (isNobody(now) && isNobody(before)) {
      return { ...here, kind: "not-understood", reason: "malformed", note: "an update about nobody" };
    }
    const { detail, timestamp } = update.value;
    const note = noteOf("bsuid-rotated", before, now);
    const at = instantOf(timestamp);
    const common = { word: "user_id_update", change: "bsuid-rotated" as const, text: textOf(detail) };
    return { ...here, kind: "identity", ...common, before, now, at, note };
  });
}

function updatedIds(update: Fields): { before: Sender; now: Sender } {
  const ids = isFields(update.user_id) ? update.user_id : { current: update.user_id };
  const said = identitiesIn(update.detail).bsuids;
  const phone = phoneOf(update.wa_id);
  const current = bsuidOf(ids.current) ?? (said.length > 1 ? said.at(-1) : undefined);
  const previous = bsuidOf(ids.previous) ?? bsuidOf(update.previous_user_id);
  return {
    before: { phone, bsuid: otherThan(current, previous, ...said) },
    now: { phone, bsuid: current },
  };
}

function noteOf(change: IdentityItem["change"], before: Sender, now: Sender): string | undefined {
  const step = (from: string | undefined, to: string | undefined) =>
    from !== to && (from ?? to) !== undefined ? `${from ?? "unknown"} → ${to ?? "unknown"}` : undefined;
  if (change === undefined) return "a change that nobody has documented";
  return notesOf(step(before.phone, now.phone), step(before.bsuid, now.bsuid));
}
