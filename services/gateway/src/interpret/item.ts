import type { AlertCode, identityChanges, MessageContent } from "@liss/contracts";

/** Somebody on WhatsApp, as one webhook shows her. `phone` is digits without `+`. A username identifies nobody. */
export type Sender = {
  phone?: string | undefined;
  bsuid?: string | undefined;
  username?: string | undefined;
};

/** Where in the body: `entry[0].changes[2].value.messages[1]`. Never holds content. */
export type Place = {
  path: string;
  field: string;
  phoneNumberId?: string | undefined;
  /** The entry's own `time`, as it came: tells an event from its like of another day. */
  time?: string | undefined;
};

/**
 * What every item may carry for whoever reads an interpretation by eye: the words, and a remark. Both may hold
 * content and ids: they are never stored, logged or published.
 */
type Readable = { text?: string | undefined; note?: string | undefined };

/** A file as the webhook announces it. Nothing in it can be trusted before the bytes are here. */
export type MediaReference = {
  /** Absent: WhatsApp announced a file and gave nothing to fetch it by (view once, too large). */
  id?: string | undefined;
  mimeType?: string | undefined;
  /** As it came: base64, or hex in older bodies. */
  sha256?: string | undefined;
  filename?: string | undefined;
};

export type MessageItem = Place &
  Readable & {
    kind: "message";
    /** WhatsApp's word for it: `text`, `image`, `interactive`… */
    type: string;
    /** Whether `type` is one that WhatsApp documents; the others are kept and shown as a placeholder. */
    documented: boolean;
    wamid: string;
    /** The wamid was made here from the message's own bytes: it came without one. */
    withoutId: boolean;
    sender: Sender;
    /** Undefined when the webhook said nothing that is a time. */
    sentAt?: Date | undefined;
    content: MessageContent;
    /** wamid of the message that it answers or reacts to. */
    replyTo?: string | undefined;
    /** wamid of the message of hers whose words these replace. */
    editOf?: string | undefined;
    media?: MediaReference | undefined;
    /** The first of the message's own `errors`: 131052, the file could not be had; 131051, unsupported. */
    errorCode?: number | undefined;
  };

/** She takes a message of hers back. */
export type RevokeItem = Place &
  Readable & {
    kind: "revoke";
    wamid: string;
    /** wamid of the message that she takes back. */
    revokes: string;
    sender: Sender;
    at?: Date | undefined;
  };

/** What a status tells about a message of ours; `undefined` is known and means nothing to us. */
export type ReportedStatus = "sent" | "delivered" | "read" | "failed";

export type StatusItem = Place &
  Readable & {
    kind: "status";
    wamid: string;
    /** WhatsApp's word: `played`, `deleted`… */
    state: string;
    status: ReportedStatus | undefined;
    at?: Date | undefined;
    /** `biz_opaque_callback_data`: our own message id, when we sent it. */
    callbackData?: string | undefined;
    recipient: Sender;
    errorCode?: number | undefined;
  };

/** Something about who she is changed; nobody wrote anything. */
export type IdentityItem = Place &
  Readable & {
    kind: "identity";
    /** WhatsApp's word: `user_changed_number`, `user_id_update`… */
    word: string;
    /** What it means; undefined when nobody has documented the word. */
    change: Exclude<(typeof identityChanges)[number], "identities-conflict"> | undefined;
    wamid?: string | undefined;
    before: Sender;
    now: Sender;
    at?: Date | undefined;
  };

/** A person must hear of it. `code` is ours; WhatsApp's own words never go into an alert. */
export type LineAlert = { code: AlertCode; severity: "warning" | "critical" };

/** Something about the account, the number, its templates or its security. */
export type AccountItem = Place &
  Readable & {
    kind: "account";
    event: string;
    /** The part of the body that says it, to be kept sealed. */
    raw: unknown;
    alert?: LineAlert | undefined;
    errorCode?: number | undefined;
    contact?: Sender | undefined;
  };

/**
 * Recorded, and nothing follows: an echo of a message of ours, a group's traffic, the opening of a chat in which
 * nothing has been written, WhatsApp's own bookkeeping.
 */
export type NoticeItem = Place &
  Readable & {
    kind: "echo" | "group" | "notice";
    event: string;
    wamid?: string | undefined;
    contact?: Sender | undefined;
  };

export type NotUnderstoodItem = Place &
  Readable & {
    kind: "not-understood";
    reason: "malformed" | "unknown-field";
    note: string;
    wamid?: string | undefined;
    contact?: Sender | undefined;
  };

export type Item =
  | MessageItem
  | RevokeItem
  | StatusItem
  | IdentityItem
  | AccountItem
  | NoticeItem
  | NotUnderstoodItem;

/** What a whole body says. `refused` bodies have no items: nothing in them could be read. */
export type Interpretation = { refused?: "not-json" | "unknown-object" | undefined; items: Item[] };
