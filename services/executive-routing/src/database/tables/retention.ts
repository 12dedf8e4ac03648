import type {
  ContactId,
  erasureCauses,
  HoldReason,
  PersonId,
  RightsKind,
  refusalReasons,
  SessionId,
} from "@liss/contracts";
import type { Generated } from "kysely";
import type { OptionalTimestamp, Timestamp } from "./columns.ts";

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
type LegalHoldsTable = {
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
type RightsRequestsTable = {
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

/** What goes, what is kept beyond its time, and what she asked about her data. */
export type RetentionTables = {
  destructions: DestructionsTable;
  legal_holds: LegalHoldsTable;
  rights_requests: RightsRequestsTable;
};
