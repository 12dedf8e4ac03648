import type { ContactId, PersonId, SessionId, StaffRole } from "@liss/contracts";
import type { ColumnType, Generated } from "kysely";
import type { OptionalTimestamp, Timestamp } from "./columns.ts";

type ExecutivesTable = {
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
type PolicyTable = {
  single: Generated<boolean>;
  danger: Generated<number>;
  standard: Generated<number>;
  delegated: Generated<number>;
  rest: ColumnType<object, string, string>;
};

type PresenceTable = {
  person_id: PersonId;
  state: "here" | "away" | "break" | "off";
  /** Since when; the database itself keeps it. */
  since: ColumnType<Date | null, never, never>;
  seen_at: Timestamp;
  break_until: OptionalTimestamp;
};

/** What each said of her presence, and when. */
type PresenceLogTable = {
  id: Generated<number>;
  person_id: PersonId;
  state: PresenceTable["state"] | "gone";
  at: Timestamp;
};

/** What an executive has carried lately. */
type CareTable = {
  person_id: PersonId;
  in_a_row: Generated<number>;
  on_shift: Generated<number>;
  protected_until: OptionalTimestamp;
  taken_off: Generated<boolean>;
  last_emergency_at: OptionalTimestamp;
};

/** Who works at the desk, who is there, what each carries and may see. */
export type PeopleTables = {
  executives: ExecutivesTable;
  policy: PolicyTable;
  presence: PresenceTable;
  presence_log: PresenceLogTable;
  beats: { replica: string; since: Timestamp; last: Timestamp };
  care: CareTable;
  glass: { person_id: PersonId; session_id: SessionId; until: Timestamp; reason: string; at: Timestamp };
  walls: { id: Generated<string>; person_id: PersonId; contact_id: ContactId; at: Timestamp };
};
