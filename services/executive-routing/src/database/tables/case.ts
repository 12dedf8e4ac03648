import type { ContactId, PersonId, referralKinds, referralStates, SessionId } from "@liss/contracts";
import type { ColumnType, Generated } from "kysely";
import type { OptionalTimestamp, Timestamp } from "./columns.ts";

/** A structured fact of a contact's case, sealed. */
type CaseFactsTable = {
  contact_id: ContactId;
  field: string;
  content_key_id: string;
  content_box: Buffer;
  by_id: PersonId;
  at: Timestamp;
};

/** Services to which somebody may be referred. */
type DirectoryTable = {
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

type ReferralsTable = {
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

type FollowUpsTable = {
  id: string;
  session_id: SessionId;
  person_id: PersonId;
  due_at: Timestamp;
  done_at: OptionalTimestamp;
};

type AttentionsTable = {
  id: string;
  contact_id: ContactId | null;
  channel: string;
  classification: string;
  attended_at: Timestamp;
  by_id: PersonId;
  at: Timestamp;
};

/** What she agreed about being written to, sealed; and her last goodbye, which may come without a plan. */
type SafeContactTable = {
  contact_id: ContactId;
  plan_key_id: string | null;
  plan_box: Buffer | null;
  by_id: PersonId | null;
  at: OptionalTimestamp;
  goodbye_at: OptionalTimestamp;
};

/** What is known of her beside the conversation, and where she is referred to. */
export type CaseTables = {
  case_facts: CaseFactsTable;
  directory: DirectoryTable;
  referrals: ReferralsTable;
  follow_ups: FollowUpsTable;
  attentions: AttentionsTable;
  safe_contact: SafeContactTable;
};
