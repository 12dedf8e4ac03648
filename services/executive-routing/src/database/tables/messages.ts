import type {
  AssessedTier,
  DelegationId,
  DeliveryState,
  Indicator,
  MessageId,
  MessageKind,
  PersonId,
  SessionId,
} from "@liss/contracts";
import type { JSONColumnType } from "kysely";
import type { OptionalTimestamp, Timestamp } from "./columns.ts";

type MessagesTable = {
  id: MessageId;
  session_id: SessionId;
  direction: "in" | "out";
  author: "contact" | "executive" | "robot" | "system";
  author_id: PersonId | null;
  kind: MessageKind;
  content_key_id: string;
  content_box: Buffer;
  sent_at: Timestamp;
  received_at: Timestamp;
  reply_to: MessageId | null;
  edit_of: MessageId | null;
  delivery_state: DeliveryState | null;
  delivery_rank: number;
  delivery_at: OptionalTimestamp;
  delivery_reason: string | null;
  seen_at: OptionalTimestamp;
  seen_by: PersonId | null;
};

/** What triage said of a message; may arrive before the message itself. */
export type AssessmentsTable = {
  message_id: MessageId;
  tier: AssessedTier;
  indicators: JSONColumnType<Indicator[]>;
  needs_listening: boolean;
  medical_referral: boolean;
  evidence_key_id: string | null;
  evidence_box: Buffer | null;
  rule_version: string;
  at: Timestamp;
};

/** Messages that she took back; may arrive before the message itself. */
type RevocationsTable = {
  message_id: MessageId;
  at: Timestamp;
  /** When it was decided what becomes of its bytes, and what. See retention/taken-back.ts. */
  settled_at: OptionalTimestamp;
  outcome: "kept-sealed" | "destroyed" | null;
};

/** What became of the file of a message. */
type MediaTable = {
  message_id: MessageId;
  state: "stored" | "failed";
  object: string | null;
  key_id: string | null;
  mime_type: string | null;
  bytes: number | null;
  reason: string | null;
};

/** A file that was chosen and is not sent yet. */
type UploadsTable = {
  message_id: MessageId;
  session_id: SessionId;
  person_id: string;
  object: string;
  key_id: string;
  mime_type: string;
  bytes: number;
  sealed_sha256: string;
  at: Timestamp;
};

/** What the robot told when it gave a conversation back, sealed. */
type HandBacksTable = {
  delegation_id: DelegationId;
  session_id: SessionId;
  key_id: string;
  box: Buffer;
  at: Timestamp;
};

/** Which words a text holds; see search/. */
type WordMarksTable = {
  ref_id: string;
  session_id: SessionId;
  kind: "message" | "note";
  mark: Buffer;
};

/** What the marks of a conversation are made with, sealed under its key with context `word-salt:<session>`. */
type WordSaltsTable = { session_id: SessionId; key_id: string; box: Buffer };

/** What is said in them: sealed, with what triage said of it and the files that come with it. */
export type MessageTables = {
  messages: MessagesTable;
  assessments: AssessmentsTable;
  revocations: RevocationsTable;
  media: MediaTable;
  uploads: UploadsTable;
  hand_backs: HandBacksTable;
  word_marks: WordMarksTable;
  word_salts: WordSaltsTable;
};
