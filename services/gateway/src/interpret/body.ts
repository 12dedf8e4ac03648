import { accountItems, isAccountField, lineErrorItem } from "./account.ts";
import { callItems } from "./call.ts";
import { userIdUpdates } from "./identity.ts";
import type { Interpretation, Item, Place } from "./item.ts";
import { echoItem, messageItem } from "./message.ts";
import { type Fields, fieldsOf, isFields, listOf, textOf, wordOf } from "./reading.ts";
import { identify, phoneOf } from "./sender.ts";
import { statusItem } from "./status.ts";

/** Reads a webhook body from its bytes. Never throws. */
export function interpretBytes(bytes: Uint8Array): Interpretation {
  let json: unknown;
  try {
    // A byte order mark is not content; the decoder takes it away.
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
  if (!isFields(json) || !isWhatsApp(json)) return { refused: "unknown-object", items: [] };
  const entries = listOf(json.entry, "entry");
  if (entries === undefined)
    return { items: [malformed({ path: "entry", field: "" }, "no list of entries")] };
  return { items: entries.flatMap(({ value, path }) => entryItems(value, path)) };
}

/** A body that forgot to say what it is, and has changes, is read: a message is never lost for a missing word. */
function isWhatsApp({ object, entry }: Fields): boolean {
  if (object !== undefined && object !== null) return object === "whatsapp_business_account";
  return (listOf(entry, "") ?? []).some(({ value }) => isFields(value) && value.changes !== undefined);
}

function entryItems(entry: unknown, path: string): Item[] {
  if (!isFields(entry)) return [malformed({ path, field: "" }, "not an object")];
  const changes = listOf(entry.changes, `${path}.changes`);
  const time = textOf(entry.time);
  if (changes !== undefined)
    return changes.flatMap(({ value, path: place }) => changeItems(value, place, time));
  if (entry.value !== undefined) return changeItems(entry, path, time);
  return [malformed({ path: `${path}.changes`, field: "" }, "no list of changes")];
}

function changeItems(change: unknown, path: string, time: string | undefined): Item[] {
  if (!isFields(change)) return [malformed({ path, field: "" }, "not an object")];
  const value = change.value ?? (hasTraffic(change) ? change : undefined);
  const field = wordOf(change.field) ?? (isFields(value) ? fieldBy(value) : "");
  const metadata = isFields(value) ? fieldsOf(value.metadata) : {};
  // Only digits: it becomes part of a key and of a URL.
  const phoneNumberId = textOf(metadata.phone_number_id)?.match(/^\d{1,32}$/)?.[0];
  const place: Place = { path: `${path}.value`, field, phoneNumberId, time };
  if (!isFields(value)) return [malformed(place, "no value")];
  return safely(place, (where) => valueItems(value, where));
}

function valueItems(value: Fields, place: Place): Item[] {
  const { field } = place;
  const traffic = hasTraffic(value) ? trafficItems(value, place) : [];
  if (field === "messages") {
    return traffic.length > 0 || hasTraffic(value)
      ? traffic
      : [malformed(place, "neither messages nor statuses nor errors")];
  }
  // Whatever a field is called, words of hers in it are words of hers.
  return [...traffic, ...otherItems(value, place, traffic.length > 0)];
}

function otherItems(value: Fields, place: Place, hadTraffic: boolean): Item[] {
  const { field } = place;
  if (value.message_echoes !== undefined || field === "smb_message_echoes") {
    return each(value, "message_echoes", place, (echo, where) => echoItem(echo, value.contacts, where));
  }
  if (field.startsWith("group_")) {
    return each(value, "groups", place, (group, where) => ({
      ...where,
      kind: "group",
      event: eventOf(group, field),
    }));
  }
  if (field === "user_id_update") return userIdUpdates(value, place);
  if (field === "calls") return callItems(value, place);
  if (isAccountField(field)) return accountItems(value, place);
  if (hadTraffic) return [];
  const note = field === "" ? "no field, and nothing to know it by" : `field ${field} is not documented`;
  const contact = identify(value.wa_id, value.user_id, value.from);
  return [{ ...place, kind: "not-understood", reason: "unknown-field", note, contact }];
}

/** What a change without a field is about, by what it holds. */
function fieldBy(value: Fields): string {
  if (hasTraffic(value)) return "messages";
  if (value.message_echoes !== undefined) return "smb_message_echoes";
  if (value.groups !== undefined) return "group_update";
  for (const field of ["user_id_update", "user_preferences", "calls"]) {
    if (value[field] !== undefined) return field;
  }
  if (value.alert_info !== undefined) return "account_alerts";
  if (value.message_template_id !== undefined) return "message_template_status_update";
  return wordOf(value.event) !== undefined ? "account_update" : "";
}

function trafficItems(value: Fields, place: Place): Item[] {
  const around = {
    contacts: value.contacts,
    ourPhone: phoneOf(fieldsOf(value.metadata).display_phone_number),
  };
  return [
    ...eachOf(value, "messages", place, (message, where) => messageItem(message, around, where)),
    ...eachOf(value, "statuses", place, (status, where) => statusItem(status, value.contacts, where)),
    ...eachOf(value, "errors", place, lineErrorItem),
  ];
}

const trafficKeys = ["messages", "statuses", "errors"];

function hasTraffic(value: Fields): boolean {
  return trafficKeys.some((key) => value[key] !== undefined && value[key] !== null);
}

type ReadOne = (value: unknown, place: Place) => Item;

function eachOf(value: Fields, key: string, place: Place, one: ReadOne): Item[] {
  return value[key] === undefined || value[key] === null ? [] : each(value, key, place, one);
}

function each(value: Fields, key: string, place: Place, one: ReadOne): Item[] {
  const path = `${place.path}.${key}`;
  const list = listOf(value[key], path);
  if (list === undefined) return [malformed({ ...place, path }, "not a list")];
  return list.flatMap((item) => safely({ ...place, path: item.path }, (where) => [one(item.value, where)]));
}

function eventOf(value: unknown, field: string): string {
  return (isFields(value) && wordOf(value.type)) || field;
}

/** The readers never throw; should one, its item alone is lost, and an engineer learns where. */
function safely(place: Place, read: (place: Place) => Item[]): Item[] {
  try {
    return read(place);
  } catch {
    return [malformed(place, "reading it failed")];
  }
}

function malformed(place: Place, note: string): Item {
  return { ...place, kind: "not-understood", reason: "malformed", note };
}
