import type { Interpretation, Item } from "./item.ts";
import { messageItem } from "./message.ts";
import { type Fields, firstErrorCode, isFields, listOf, textOf, wordOf } from "./reading.ts";
import { senderOf } from "./sender.ts";
import { statusItem } from "./status.ts";

/** Fields that tell something about the account, the number or its templates. Source: whatsapp-cloud-api.md §5. */
const accountFields = new Set([
  "account_update",
  "account_alerts",
  "account_review_update",
  "phone_number_quality_update",
  "phone_number_name_update",
  "business_capability_update",
  "business_status_update",
  "message_template_status_update",
  "message_template_quality_update",
  "message_template_components_update",
  "template_category_update",
  "security",
  "user_preferences",
]);

const groupFields = new Set([
  "group_lifecycle_update",
  "group_settings_update",
  "group_participants_update",
  "group_status_update",
]);

/** Reads a webhook body from its bytes. Never throws. */
export function interpretBytes(bytes: Uint8Array): Interpretation {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return { refused: "not-json", items: [] };
  }
  return interpretBody(json);
}

/**
 * Everything that a webhook body says, item by item: every entry × change × (message | status | error | other).
 * Pure. Each item is read on its own: a bad one becomes `not-understood` with its path, its neighbours are whole.
 * Source: whatsapp-cloud-api.md §1, §2.
 */
export function interpretBody(json: unknown): Interpretation {
  if (!isFields(json) || json.object !== "whatsapp_business_account") {
    return { refused: "unknown-object", items: [] };
  }
  const entries = listOf(json.entry, "entry");
  if (entries === undefined)
    return { items: [malformed({ path: "entry", field: "" }, "no list of entries")] };
  return { items: entries.flatMap(({ value, path }) => entryItems(value, path)) };
}

function entryItems(entry: unknown, path: string): Item[] {
  if (!isFields(entry)) return [malformed({ path, field: "" }, "not an object")];
  const changes = listOf(entry.changes, `${path}.changes`);
  if (changes === undefined) return [malformed({ path: `${path}.changes`, field: "" }, "no list of changes")];
  return changes.flatMap(({ value, path: place }) => changeItems(value, place));
}

function changeItems(change: unknown, path: string): Item[] {
  if (!isFields(change)) return [malformed({ path, field: "" }, "not an object")];
  const value = change.value;
  const field = wordOf(change.field) ?? (hasTraffic(value) ? "messages" : "");
  const metadata = isFields(value) && isFields(value.metadata) ? value.metadata : {};
  // Only digits: it becomes part of a key and of a URL.
  const phoneNumberId = textOf(metadata.phone_number_id)?.match(/^\d{1,32}$/)?.[0];
  const place = { path: `${path}.value`, field, phoneNumberId };
  if (!isFields(value)) return [malformed(place, "no value")];

  if (field === "messages") return messagesItems(value, place);
  if (field === "smb_message_echoes") return each(value, "message_echoes", place, () => "echo");
  if (groupFields.has(field)) return each(value, "groups", place, () => "group");
  if (field === "user_id_update") return userIdUpdates(value, place);
  if (accountFields.has(field)) {
    return [{ ...place, kind: "account", event: wordOf(value.event) ?? field }];
  }
  return [{ ...place, kind: "not-understood", reason: "unknown-field", note: field || "no field" }];
}

type Place = { path: string; field: string; phoneNumberId: string | undefined };

function messagesItems(value: Fields, place: Place): Item[] {
  const read = (key: string, one: (value: unknown, place: Place) => Item | undefined): Item[] => {
    if (value[key] === undefined || value[key] === null) return [];
    const list = listOf(value[key], `${place.path}.${key}`);
    if (list === undefined) return [malformed({ ...place, path: `${place.path}.${key}` }, "not a list")];
    return list.flatMap((item) => safely({ ...place, path: item.path }, (where) => one(item.value, where)));
  };
  if (!hasTraffic(value)) return [malformed(place, "neither messages nor statuses nor errors")];
  return [
    ...read("messages", (message, where) => messageItem(message, value.contacts, where)),
    ...read("statuses", statusItem),
    ...read("errors", (error, where) => ({ ...where, kind: "line-error", code: firstErrorCode(error) ?? 0 })),
  ];
}

function hasTraffic(value: unknown): boolean {
  return isFields(value) && ["messages", "statuses", "errors"].some((key) => value[key] != null);
}

function each(value: Fields, key: string, place: Place, kindOf: () => "echo" | "group"): Item[] {
  const list = listOf(value[key], `${place.path}.${key}`);
  if (list === undefined) return [malformed({ ...place, path: `${place.path}.${key}` }, "not a list")];
  return list.map((item) => ({
    ...place,
    path: item.path,
    kind: kindOf(),
    event: (isFields(item.value) && wordOf(item.value.type)) || place.field,
  }));
}

function userIdUpdates(value: Fields, place: Place): Item[] {
  const updates = listOf(value.user_id_update ?? value, `${place.path}.user_id_update`) ?? [];
  return updates.map((update) => ({
    ...place,
    path: update.path,
    kind: "identity",
    change: "user_id_update",
    sender: isFields(update.value) ? senderOf(update.value, [update.value]) : {},
  }));
}

/** The readers never throw; should one, its item alone is lost, and an engineer learns where. */
function safely(place: Place, read: (place: Place) => Item | undefined): Item[] {
  try {
    const item = read(place);
    return item === undefined ? [] : [item];
  } catch {
    return [malformed(place, "reading it failed")];
  }
}

function malformed(place: { path: string; field: string }, note: string): Item {
  return { ...place, kind: "not-understood", reason: "malformed", note };
}
