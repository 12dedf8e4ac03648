import type { DeliveryState, MessageKind } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import type { MessagingTables } from "@liss/messaging";
import type { Generated, GeneratedAlways } from "kysely";

export type RawDeliveryState = "pending" | "interpreted" | "not-understood" | "failed";

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
  state: RawDeliveryState;
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
  /** Since when nothing leads to her. */
  erased_at: Date | null;
  /** Her last goodbye by WhatsApp's clock, and when it was heard by ours (see send/goodbye.ts). */
  goodbye_said_at: Date | null;
  goodbye_heard_at: Date | null;
};

/** An erased contact whose raw deliveries are still to be found and deleted; the indexes go when it is done. */
type Erasures = {
  contact_id: string;
  phone_index: Buffer | null;
  bsuid_index: Buffer | null;
  asked_at: Date;
  days: Generated<string[]>;
  deliveries: Generated<number>;
  sealed_anew: Generated<number>;
  done_at: Date | null;
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
  /** When she took it back, by WhatsApp's clock. */
  revoked_at: Date | null;
};

/** She took back a message that has not come yet. */
type WaitingRevocations = {
  phone_number_id: string;
  wamid_index: Buffer;
  contact_id: string;
  at: Date;
  received_at: Date;
};

/** What WhatsApp announced about who somebody is. The identities themselves are in `contacts`. */
type IdentityChanges = {
  source_index: Buffer;
  /** Whom it led to; null: nobody that we know. */
  contact_id: string | null;
  change: string;
  changed_at: Date;
  noted_at: Date;
};

/** What WhatsApp said about the account, the number, templates, security; sealed under `line`, AAD `line-event:<id>`. */
type LineEvents = {
  id: string;
  /** Blind index of the event: the same one delivered again adds nothing. */
  content_index: Buffer;
  delivery_id: string;
  path: string;
  field: string;
  event: string;
  /** The alert that it raised. */
  alert_code: string | null;
  received_at: Date;
  key_id: string;
  box: Buffer;
};

/** What is wrong with the line now, whichever replica saw it. */
type LineAlarms = { code: string; severity: "warning" | "critical"; since: Date; seen_at: Date };

/** The last time that WhatsApp was asked about the line, and what it said (see health/graph-check.ts). */
type LineChecks = {
  phone_number_id: string;
  begun_at: Date;
  done_at: Date | null;
  answer: unknown;
  /** Times in a row that there was no answer. */
  unreached: number;
};

/** Messages of hers per hour, for hours that are over: what the same hour of the week may expect. */
type TrafficHours = { hour: Date; messages: number };

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
  /** The last that she had written when it was decided, by WhatsApp's clock. */
  heard_until: Date | null;
  /** Its place among its contact's messages, with `position`: never before the one that it follows. */
  sort_at: Date;
  /** The message of ours that it must not overtake; perhaps not known here yet. */
  previous_message_id: string | null;
  /** The message of the conversation that it quotes or reacts to. */
  reply_to: string | null;
  /** The robot's message that carries this one's text too: both are one message on WhatsApp. */
  carried_by: string | null;
  /** WhatsApp's id of the file of ours that this message shows, once uploaded. */
  uploaded_media: string | null;
  uploaded_at: Date | null;
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

/** How many messages may leave now: `number:<phone_number_id>` or `pair:<contact>`. Shared by all replicas. */
type Pacing = { scope: string; tokens: number; at: Date };

/** A file of hers that is still to be fetched. Gone once `channel.media-settled` says what became of it. */
type MediaJobs = {
  message_id: string;
  contact_id: string;
  session_id: string;
  /** Its name in the object store, the same at every attempt. */
  object: string;
  kind: MessageKind;
  media_id: string | null;
  /** As claimed. */
  mime_type: string | null;
  sha256: Buffer | null;
  /** WhatsApp's own word that the file cannot be had. */
  refused_code: number | null;
  received_at: Date;
  attempts: number;
  next_attempt_at: Date;
};

/** What is to be shown to her: the last request counts. */
type PresenceRequests = { contact_id: string; message_id: string; typing: boolean; requested_at: Date };

export type GatewayTables = MessagingTables & {
  raw_deliveries: RawDeliveries;
  not_understood_items: NotUnderstoodItems;
  notices: Notices;
  contacts: Contacts;
  identity_conflicts: IdentityConflicts;
  windows: Windows;
  contact_sessions: ContactSessions;
  inbound_messages: InboundMessages;
  waiting_revocations: WaitingRevocations;
  identity_changes: IdentityChanges;
  line_events: LineEvents;
  line_alarms: LineAlarms;
  line_checks: LineChecks;
  traffic_hours: TrafficHours;
  outgoing_messages: OutgoingMessages;
  waiting_statuses: WaitingStatuses;
  stopped_lines: StoppedLines;
  pacing: Pacing;
  media_jobs: MediaJobs;
  presence_requests: PresenceRequests;
  erasures: Erasures;
  /** Keys of raw deliveries that have expired, until they are destroyed too. */
  expired_keys: { key_id: string };
};

export type GatewayDatabase = Database<GatewayTables>;
export type GatewayTransaction = Transaction<GatewayTables>;
