import type { DeliveryState, MessageKind } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import type { MessagingTables } from "@liss/messaging";
import type { GeneratedAlways } from "kysely";

/** A webhook body as it came, sealed under `raw:<UTC date>` with AAD `raw-delivery:<id>`. Kept for seven days. */
type RawDeliveries = {
  id: string;
  received_at: Date;
  /** Bytes of the body. */
  size: number;
  key_id: string;
  box: Buffer;
  /** `traceparent` of the request, so that what is made of it can be linked to it. */
  trace: string;
  state: "pending" | "interpreted" | "not-understood" | "failed";
  attempts: number;
  next_attempt_at: Date;
};

/** A body, or an item of one, that the interpreter could not read. Holds a place, never content. */
type NotUnderstoodItems = {
  delivery_id: string;
  path: string;
  /** `not-interpreted`: acting on it failed again and again. */
  reason: "not-json" | "unknown-object" | "malformed" | "unknown-field" | "other-number" | "not-interpreted";
  received_at: Date;
  size: number;
};

/** Understood, stored, and nothing acts on it yet: account events, echoes, groups, changes of identity. */
type Notices = {
  delivery_id: string;
  path: string;
  kind: string;
  event: string;
  received_at: Date;
};

/** Who writes. The only table of Liss that leads to a phone. */
type Contacts = {
  id: string;
  created_at: Date;
  /** Blind index of the digits, and the digits sealed. */
  phone_index: Buffer | null;
  phone_key_id: string | null;
  phone_box: Buffer | null;
  bsuid_index: Buffer | null;
  bsuid_key_id: string | null;
  bsuid_box: Buffer | null;
};

/** Identities that contradict each other, seen once each: a person decides, nothing is merged. */
type IdentityConflicts = { contact_id: string; other_index: Buffer; kind: string; noted_at: Date };

/** When she last wrote to a number of ours: opens WhatsApp's 24 hours. */
type Windows = { contact_id: string; phone_number_id: string; last_inbound_at: Date };

/** The sessions that her messages belong to: proposed here, confirmed and closed by executive-routing. */
type ContactSessions = {
  session_id: string;
  contact_id: string;
  confirmed: boolean;
  opened_at: Date;
  closed_at: Date | null;
};

type InboundMessages = {
  message_id: string;
  phone_number_id: string;
  /** Blind index of the wamid: it contains the phone. Unique per number, which makes replays harmless. */
  wamid_index: Buffer;
  wamid_key_id: string;
  wamid_box: Buffer;
  contact_id: string;
  session_id: string;
  delivery_id: string;
  kind: MessageKind;
  sent_at: Date;
  received_at: Date;
};

type OutgoingMessages = {
  message_id: string;
  position: GeneratedAlways<number>;
  contact_id: string;
  session_id: string | null;
  author: "executive" | "robot" | "system";
  kind: MessageKind;
  content_key_id: string;
  content_box: Buffer;
  requested_at: Date;
  recorded_at: Date;
  /** What the dispatcher has to do. `attempting` is committed before the request leaves. */
  dispatch: "queued" | "attempting" | "done";
  attempts: number;
  next_attempt_at: Date;
  attempting_since: Date | null;
  /** What is known of it; only advances. */
  state: DeliveryState;
  state_at: Date;
  reason_code: string | null;
  phone_number_id: string;
  wamid_index: Buffer | null;
  wamid_key_id: string | null;
  wamid_box: Buffer | null;
};

/** A status that came before the message's wamid was known here. */
type WaitingStatuses = {
  phone_number_id: string;
  wamid_index: Buffer;
  status: "sent" | "delivered" | "read" | "failed";
  at: Date;
  error_code: number | null;
  received_at: Date;
};

/** Present while nothing may be sent from a number. */
type StoppedLines = { phone_number_id: string; code: string; stopped_at: Date; try_again_at: Date };

export type GatewayTables = MessagingTables & {
  raw_deliveries: RawDeliveries;
  not_understood_items: NotUnderstoodItems;
  notices: Notices;
  contacts: Contacts;
  identity_conflicts: IdentityConflicts;
  windows: Windows;
  contact_sessions: ContactSessions;
  inbound_messages: InboundMessages;
  outgoing_messages: OutgoingMessages;
  waiting_statuses: WaitingStatuses;
  stopped_lines: StoppedLines;
};

export type GatewayDatabase = Database<GatewayTables>;
export type GatewayTransaction = Transaction<GatewayTables>;
