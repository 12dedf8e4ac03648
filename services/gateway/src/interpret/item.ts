import type { MessageContent } from "@liss/contracts";

/** Somebody on WhatsApp, as one webhook shows her. `phone` is digits without `+`. A username identifies nobody. */
export type Sender = {
  phone?: string | undefined;
  bsuid?: string | undefined;
  username?: string | undefined;
};

/** Where in the body: `entry[0].changes[2].value.messages[1]`. Never holds content. */
type Place = { path: string; field: string; phoneNumberId?: string | undefined };

export type MessageItem = Place & {
  kind: "message";
  /** WhatsApp's word for it: `text`, `image`, `interactive`… */
  type: string;
  wamid: string;
  sender: Sender;
  /** Undefined when the webhook said nothing that is a time. */
  sentAt?: Date | undefined;
  content: MessageContent;
  /** wamid of the message it answers, reacts to, edits or takes back. */
  replyTo?: string | undefined;
  note?: string | undefined;
};

export type ReportedStatus = "sent" | "delivered" | "read" | "failed";

export type StatusItem = Place & {
  kind: "status";
  wamid: string;
  status: ReportedStatus;
  at?: Date | undefined;
  /** `biz_opaque_callback_data`: our own message id, when we sent it. */
  callbackData?: string | undefined;
  recipient: Sender;
  errorCode?: number | undefined;
};

/** Something about who she is changed; nobody wrote anything. */
export type IdentityItem = Place & { kind: "identity"; change: string; sender: Sender };

/** Known, stored, and nothing to do yet: account events, echoes of our own messages, group traffic. */
export type NoticeItem = Place & { kind: "account" | "echo" | "group"; event: string };

/** An error about the line itself, outside any message. */
export type LineErrorItem = Place & { kind: "line-error"; code: number };

export type NotUnderstoodItem = Place & {
  kind: "not-understood";
  reason: "malformed" | "unknown-field";
  note: string;
};

export type Item = MessageItem | StatusItem | IdentityItem | NoticeItem | LineErrorItem | NotUnderstoodItem;

/** What a whole body says. `refused` bodies have no items: nothing in them could be read. */
export type Interpretation = { refused?: "not-json" | "unknown-object" | undefined; items: Item[] };
