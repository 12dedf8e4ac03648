import type {
  AssessedTier,
  ContactId,
  DelegationId,
  DeliveryState,
  erasureCauses,
  HoldReason,
  Indicator,
  MessageId,
  MessageKind,
  PersonId,
  RightsKind,
  referralKinds,
  referralStates,
  refusalReasons,
  SessionId,
  StaffRole,
  Tier,
} from "@liss/contracts";
import type { MessagingTables } from "@liss/messaging";
import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { SessionEvent } from "../session/events.ts";
import type { NoteKind } from "../session/judgement.ts";
import type { IdentityChange, Session } from "../session/session.ts";

type Written<T> = ColumnType<T, T, never>;
type Timestamp = ColumnType<Date, Date | string, Date | string>;
type OptionalTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export type SessionsTable = {
  id: Written<SessionId>;
  contact_id: Written<ContactId>;
  status: Session["status"];
  tier: Tier;
  tier_rank: number;
  owner_id: PersonId | null;
  last_owner_id: PersonId | null;
  waiting_since: Timestamp;
  /** The oldest message of hers that triage has not answered for. */
  unassessed_since: OptionalTimestamp;
  delegation_expires_at: OptionalTimestamp;
  /** Within a tier: 0 for what goes on, 1 for the rest. */
  place: Generated<number>;
  /** Until when it rings for one, or waits for the answer to a transfer; and for a wider circle. */
  offer_until: OptionalTimestamp;
  ring_until: OptionalTimestamp;
  /** Since when an emergency is open without its outcome. */
  emergency_since: OptionalTimestamp;
  /** Kept back from the queue until then. */
  held_until: OptionalTimestamp;
  /** Languages or skills that whoever attends should have. */
  needs: Generated<string[]>;
  /** How many events it has; the guard against two writers. */
  version: number;
  state: JSONColumnType<Session>;
};

export type SessionEventsTable = {
  session_id: SessionId;
  version: number;
  type: SessionEvent["type"];
  actor_kind: "contact" | "person" | "robot" | "service";
  actor_id: PersonId | null;
  at: Timestamp;
  data: JSONColumnType<SessionEvent>;
};

export type ContactsTable = {
  id: ContactId;
  code_name: string;
  /** Her number or WhatsApp identity changed and nobody has made sure yet that it is she. */
  identity_change: IdentityChange | null;
  created_at: Generated<Date>;
  /** Since when nothing leads to her any more. */
  erased_at: Date | null;
  /** Since when her data are blocked: kept, shown to nobody, and not destroyed by schedule. */
  blocked_at: Date | null;
};

export type MessagesTable = {
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
export type RevocationsTable = { message_id: MessageId; at: Timestamp };

/** What became of the file of a message. */
export type MediaTable = {
  message_id: MessageId;
  state: "stored" | "failed";
  object: string | null;
  key_id: string | null;
  mime_type: string | null;
  bytes: number | null;
  reason: string | null;
};

/** A file that was chosen and is not sent yet. */
export type UploadsTable = {
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
export type HandBacksTable = {
  delegation_id: DelegationId;
  session_id: SessionId;
  key_id: string;
  box: Buffer;
  at: Timestamp;
};

export type ExecutivesTable = {
  person_id: PersonId;
  name: string;
  role: StaffRole;
  capacity: Generated<number>;
  /** "Claim this" instead of "take next". */
  may_choose: Generated<boolean>;
  /** The desk gives her the next one as soon as she has room. */
  ready: Generated<boolean>;
  team: string | null;
  skills: Generated<string[]>;
  languages: Generated<string[]>;
};

/** How the desk works; the weights are columns because the database guards capacity with them. */
export type PolicyTable = {
  single: Generated<boolean>;
  danger: Generated<number>;
  standard: Generated<number>;
  delegated: Generated<number>;
  rest: ColumnType<object, string, string>;
};

export type PresenceTable = {
  person_id: PersonId;
  state: "here" | "away" | "break" | "off";
  /** Since when; the database itself keeps it. */
  since: ColumnType<Date | null, never, never>;
  seen_at: Timestamp;
  break_until: OptionalTimestamp;
};

/** What each said of her presence, and when. */
export type PresenceLogTable = {
  id: Generated<number>;
  person_id: PersonId;
  state: PresenceTable["state"] | "gone";
  at: Timestamp;
};

/** What an executive has carried lately. */
export type CareTable = {
  person_id: PersonId;
  in_a_row: Generated<number>;
  on_shift: Generated<number>;
  protected_until: OptionalTimestamp;
  taken_off: Generated<boolean>;
  last_emergency_at: OptionalTimestamp;
};

export type NotesTable = {
  id: string;
  session_id: SessionId;
  author_id: PersonId;
  kind: NoteKind;
  content_key_id: string;
  content_box: Buffer;
  at: Timestamp;
};

/** `announcement`: one was made or taken back; `reading`: somebody read one. */
export type FeedKind = "session" | "message" | "alert" | "shift" | "announcement" | "reading";

export type DeskFeedTable = {
  sequence: number;
  kind: FeedKind;
  session_id: SessionId | null;
  ref_id: string;
  at: Generated<Date>;
};

export type AlertsTable = {
  id: string;
  code: string;
  severity: "warning" | "critical";
  source: string;
  detail: JSONColumnType<Record<string, string | number | boolean>>;
  at: Timestamp;
};

/** Commands already done, so that a retry gets the first answer. */
export type CommandsTable = {
  person_id: PersonId;
  key: string;
  fingerprint: string;
  answer: JSONColumnType<object> | null;
  at: Generated<Date>;
};

/** A structured fact of a contact's case, sealed. */
export type CaseFactsTable = {
  contact_id: ContactId;
  field: string;
  content_key_id: string;
  content_box: Buffer;
  by_id: PersonId;
  at: Timestamp;
};

/** Services to which somebody may be referred. */
export type DirectoryTable = {
  id: string;
  kind: (typeof referralKinds)[number];
  name: string;
  region: string;
  commune: string;
  phone: string | null;
  hours: string | null;
  address: string | null;
  verified_on: ColumnType<Date, string, string>;
};

export type ReferralsTable = {
  id: string;
  session_id: SessionId;
  kind: (typeof referralKinds)[number];
  directory_id: string | null;
  basis: "consent" | "emergency";
  purposes: string[];
  reason_key_id: string | null;
  reason_box: Buffer | null;
  state: Generated<"made" | (typeof referralStates)[number]>;
  made_by: PersonId;
  made_at: Timestamp;
  settled_by: PersonId | null;
  settled_at: OptionalTimestamp;
};

export type FollowUpsTable = {
  id: string;
  session_id: SessionId;
  person_id: PersonId;
  due_at: Timestamp;
  done_at: OptionalTimestamp;
};

export type AttentionsTable = {
  id: string;
  contact_id: ContactId | null;
  channel: string;
  classification: string;
  attended_at: Timestamp;
  by_id: PersonId;
  at: Timestamp;
};

/** What she agreed about being written to, sealed; and her last goodbye, which may come without a plan. */
export type SafeContactTable = {
  contact_id: ContactId;
  plan_key_id: string | null;
  plan_box: Buffer | null;
  by_id: PersonId | null;
  at: OptionalTimestamp;
  goodbye_at: OptionalTimestamp;
};

/** A text written once and sent often; without an owner it is the team's. */
export type CannedRepliesTable = {
  id: string;
  owner_id: PersonId | null;
  name: string;
  text: string;
  by_id: PersonId;
  at: Timestamp;
};

/** What a supervisor tells the shift. */
export type AnnouncementsTable = {
  id: string;
  author_id: PersonId;
  text: string;
  /** null: everybody. */
  team: string | null;
  until: Timestamp;
  must_be_read: boolean;
  at: Timestamp;
  withdrawn_at: OptionalTimestamp;
};

/** Which words a text holds; see search/. */
export type WordMarksTable = {
  ref_id: string;
  session_id: SessionId;
  kind: "message" | "note";
  mark: Buffer;
};

/** What is to be destroyed, is being destroyed, or was; and the keys that went. See retention/. */
export type DestructionsTable = {
  id: string;
  kind: "session" | "contact";
  session_id: SessionId | null;
  contact_id: ContactId;
  cause: "retention" | (typeof erasureCauses)[number];
  by_id: PersonId | null;
  begun_at: Timestamp;
  /** Another replica leaves it alone until then. */
  claimed_until: OptionalTimestamp;
  key_ids: Generated<string[]>;
  messages: Generated<number>;
  done_at: OptionalTimestamp;
};

/** A conversation that is kept beyond its time. */
export type LegalHoldsTable = {
  id: string;
  session_id: SessionId;
  reason: HoldReason;
  by_id: PersonId;
  at: Timestamp;
  reviewer_id: PersonId;
  review_at: Timestamp;
  told_overdue_at: OptionalTimestamp;
  lifted_at: OptionalTimestamp;
  lifted_by: PersonId | null;
};

/** What she asked about her data. See rights/. */
export type RightsRequestsTable = {
  id: string;
  session_id: SessionId;
  kind: RightsKind;
  by_id: PersonId;
  asked_at: Timestamp;
  due_at: Timestamp;
  extended_at: OptionalTimestamp;
  identity_matches: boolean | null;
  answered_at: OptionalTimestamp;
  answered_by: PersonId | null;
  outcome: "granted" | "refused" | null;
  legal_reason: (typeof refusalReasons)[number] | null;
  told_overdue_at: OptionalTimestamp;
};

export type RoutingTables = MessagingTables & {
  sessions: SessionsTable;
  session_events: SessionEventsTable;
  contacts: ContactsTable;
  messages: MessagesTable;
  assessments: AssessmentsTable;
  revocations: RevocationsTable;
  media: MediaTable;
  uploads: UploadsTable;
  hand_backs: HandBacksTable;
  executives: ExecutivesTable;
  desk_counter: { single: Generated<boolean>; last: number };
  desk_feed: DeskFeedTable;
  /** On their way into the feed; numbered and gone at commit. */
  desk_changes: Pick<DeskFeedTable, "kind" | "session_id" | "ref_id">;
  alerts: AlertsTable;
  commands: CommandsTable;
  policy: PolicyTable;
  presence: PresenceTable;
  presence_log: PresenceLogTable;
  beats: { replica: string; since: Timestamp; last: Timestamp };
  care: CareTable;
  notes: NotesTable;
  safe_contact: SafeContactTable;
  case_facts: CaseFactsTable;
  directory: DirectoryTable;
  referrals: ReferralsTable;
  follow_ups: FollowUpsTable;
  attentions: AttentionsTable;
  canned_replies: CannedRepliesTable;
  word_marks: WordMarksTable;
  announcements: AnnouncementsTable;
  announcement_readings: { announcement_id: string; person_id: PersonId; at: Timestamp };
  destructions: DestructionsTable;
  legal_holds: LegalHoldsTable;
  rights_requests: RightsRequestsTable;
  notices: { contact_id: ContactId; kind: string; period: string; at: Timestamp };
  blocks: { contact_id: ContactId; until: Timestamp; reason: string; by_id: PersonId; at: Timestamp };
  glass: { person_id: PersonId; session_id: SessionId; until: Timestamp; reason: string; at: Timestamp };
  walls: { person_id: PersonId; contact_id: ContactId; at: Timestamp };
};
