import type { blockReasons, ContactId, PersonId, SessionId, Tier } from "@liss/contracts";
import type { Generated, JSONColumnType } from "kysely";
import type { SessionEvent } from "../../session/events.ts";
import type { NoteKind } from "../../session/judgement.ts";
import type { IdentityChange, Session } from "../../session/session.ts";
import type { OptionalTimestamp, Timestamp, Written } from "./columns.ts";

type SessionsTable = {
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

type ContactsTable = {
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

type NotesTable = {
  id: string;
  session_id: SessionId;
  author_id: PersonId;
  kind: NoteKind;
  content_key_id: string;
  content_box: Buffer;
  at: Timestamp;
};

/** Sessions, their events, and whose they are. */
export type SessionTables = {
  sessions: SessionsTable;
  session_events: SessionEventsTable;
  contacts: ContactsTable;
  notes: NotesTable;
  notices: { contact_id: ContactId; kind: string; period: string; at: Timestamp };
  blocks: {
    id: Generated<string>;
    contact_id: ContactId;
    until: Timestamp;
    reason: (typeof blockReasons)[number];
    by_id: PersonId;
    at: Timestamp;
  };
};
