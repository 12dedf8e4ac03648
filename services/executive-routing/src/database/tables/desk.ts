import type { PersonId, SessionId } from "@liss/contracts";
import type { Generated, JSONColumnType } from "kysely";
import type { OptionalTimestamp, Timestamp } from "./columns.ts";

/** `announcement`: one was made or taken back; `reading`: somebody read one. */
export type FeedKind = "session" | "message" | "alert" | "shift" | "announcement" | "reading";

type DeskFeedTable = {
  sequence: number;
  kind: FeedKind;
  session_id: SessionId | null;
  ref_id: string;
  at: Generated<Date>;
};

type AlertsTable = {
  id: string;
  code: string;
  severity: "warning" | "critical";
  source: string;
  detail: JSONColumnType<Record<string, string | number | boolean>>;
  at: Timestamp;
};

/** Commands already done, so that a retry gets the first answer. */
type CommandsTable = {
  person_id: PersonId;
  key: string;
  fingerprint: string;
  answer: JSONColumnType<object> | null;
  at: Generated<Date>;
};

/** A text written once and sent often; without an owner it is the team's. */
type CannedRepliesTable = {
  id: string;
  owner_id: PersonId | null;
  name: string;
  text: string;
  by_id: PersonId;
  at: Timestamp;
};

/** What a supervisor tells the shift. */
type AnnouncementsTable = {
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

/** What the screens show and what is asked from them. */
export type DeskTables = {
  desk_counter: { single: Generated<boolean>; last: number };
  desk_feed: DeskFeedTable;
  /** On their way into the feed, by statement; numbered and gone at commit. */
  desk_change_lists: { kinds: string[]; session_ids: (string | null)[]; ref_ids: string[] };
  alerts: AlertsTable;
  commands: CommandsTable;
  canned_replies: CannedRepliesTable;
  announcements: AnnouncementsTable;
  announcement_readings: { announcement_id: string; person_id: PersonId; at: Timestamp };
};
