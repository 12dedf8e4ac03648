/**
 * What the control API and the live channel show of the simulated world.
 * Shared by the server and the phone page; types only, no code.
 */

/** `in` is from Liss to the phone; `out` is what the phone's owner wrote. */
export type Direction = "in" | "out";

/**
 * Ticks. For `out`: `pending` (no network), `sent` (WhatsApp has it), `delivered` (Liss answered 200 to its
 * webhook), `read` (Liss marked it read). For `in`: `delivered` (on the phone) or `read` (its chat was visible).
 */
export type MessageStatus = "pending" | "sent" | "delivered" | "read";

export type MediaKind = "image" | "audio" | "video" | "document" | "sticker";
export type Option = { id: string; title: string; description?: string };
export type ListSection = { title?: string; rows: Option[] };

/** What a bubble shows. */
export type ChatContent =
  | { kind: "text"; text: string }
  | { kind: "buttons"; header?: string; text: string; footer?: string; buttons: Option[] }
  | { kind: "list"; header?: string; text: string; footer?: string; button: string; sections: ListSection[] }
  | { kind: "link"; text: string; footer?: string; label: string; url: string }
  | { kind: "location-request"; text: string }
  | { kind: "contact-request"; text: string }
  | { kind: "choice"; title: string; description?: string }
  | { kind: "media"; media: MediaKind; url: string; voice?: boolean; caption?: string; filename?: string }
  | { kind: "location"; latitude: number; longitude: number; name?: string; address?: string }
  | { kind: "other"; type: string };

export type ChatMessage = {
  /** WhatsApp's id (`wamid.…`), the same one the webhook and the Cloud API carry. */
  id: string;
  direction: Direction;
  status: MessageStatus;
  /** ISO 8601: written (`out`) or accepted by the Cloud API (`in`). */
  at: string;
  content: ChatContent;
  /** The message this one quotes. */
  replyTo?: string;
  /** The button or row already tapped on this message. */
  chosen?: string;
  reactions: { hers?: string; liss?: string };
  edited?: boolean;
  revoked?: boolean;
};

export type PhoneView = {
  /** The number's digits, e.g. `56900000001`; also WhatsApp's `wa_id`. */
  id: string;
  /** E.164, e.g. `+56900000001`. Obviously fictional: the ninth digit onwards is a small counter. */
  number: string;
  /** WhatsApp's business-scoped user id. */
  bsuid: string;
  /** The owner's profile name. */
  name: string;
  /** Set when she writes under a username: her number then travels in no webhook. */
  username?: string;
  online: boolean;
  /** The chat with Liss is on her screen (otherwise: the home screen, with notifications). */
  chatOpen: boolean;
  /** The phone has its place on the page. */
  shown: boolean;
  unread: number;
  /** Liss is writing, until this instant (ISO 8601) or until its message arrives. */
  typingUntil?: string;
  /** Messages waiting at WhatsApp for this phone's network. */
  waiting: number;
};

export type PhoneWithConversation = PhoneView & { conversation: ChatMessage[] };

export type FaultKind =
  | "duplicate"
  | "reorder"
  | "delay"
  | "batch"
  | "drop"
  | "wrong-signature"
  | "rate-limit"
  | "server-error"
  | "timeout-after-acceptance"
  | "timeout-before-acceptance"
  | "revoked-token"
  | "refusal"
  | "window-closed"
  | "blocked"
  | "read-without-delivered"
  | "file-trouble";

export type FaultView = {
  id: string;
  kind: FaultKind;
  /** How many more times it acts; `null` until it is removed. */
  times: number | null;
  /** Only for this phone; `null` for all. */
  phoneId: string | null;
  /** Times it has acted. */
  acted: number;
  /** Its own options, as given. */
  options: Record<string, string | number | boolean>;
};

export type Counters = {
  webhooks: {
    /** Updates (messages, statuses, others) handed to delivery. */
    updates: number;
    /** POSTs made, retries and duplicates included. */
    sent: number;
    /** POSTs answered 200. */
    acked: number;
    /** POSTs answered anything else, or not at all. */
    failed: number;
    /** POSTs that were a second or later try of the same delivery. */
    retried: number;
    duplicated: number;
    dropped: number;
    /** Deliveries not yet answered 200. */
    pending: number;
  };
  messages: {
    /** Send requests that passed authentication. */
    requested: number;
    /** Answered with a message id (or meant to be: a time-out may have eaten the answer). */
    accepted: number;
    refused: number;
  };
};

/** A message the Cloud API accepted; never its text. */
export type AcceptedMessage = {
  id: string;
  phoneId: string;
  type: string;
  at: string;
  /** `biz_opaque_callback_data` as sent. */
  callbackData?: string;
  /** False when the answer was withheld by a fault. */
  answered: boolean;
  /** Statuses produced so far, in order. */
  statuses: string[];
};

/** One line of the page's log: what travelled, never what it said. */
export type LogEntry = {
  at: string;
  kind: "webhook" | "api";
  /** e.g. `message text`, `status delivered`, `POST messages text`. */
  what: string;
  phoneId?: string;
  outcome: "ok" | "refused" | "retrying" | "dropped" | "unanswered";
  /** HTTP status or error code, when there was one. */
  code?: number;
  attempt?: number;
};

/** What the server pushes over `/control/live`. */
export type LiveUpdate =
  | {
      type: "snapshot";
      phones: PhoneWithConversation[];
      faults: FaultView[];
      counters: Counters;
      log: LogEntry[];
    }
  | { type: "phones"; phones: PhoneView[] }
  | { type: "conversation"; phoneId: string; messages: ChatMessage[] }
  | { type: "messages"; phoneId: string; messages: ChatMessage[] }
  | { type: "faults"; faults: FaultView[] }
  | { type: "activity"; counters: Counters; log: LogEntry[] };

/** What a page tells the server: whether somebody can see it. */
export type PageNotice = { type: "visibility"; visible: boolean };
