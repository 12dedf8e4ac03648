import type { MessagingTables } from "@liss/messaging";
import type { ColumnType, Generated } from "kysely";
import type { FlowState } from "../flow/state.ts";

/** JSON in, parsed out. */
type Json<T> = ColumnType<T, string, string>;

export type DelegationsTable = {
  id: string;
  contact_id: string;
  session_id: string;
  /** `expected`: a message of hers came before the delegation itself. */
  status: "expected" | "open" | "ended";
  topics: Json<string[]>;
  expires_at: Date | null;
  flow: Json<FlowState>;
  updated_at: Date;
};

/** Her messages under a delegation. The sealed content is kept only while it waits for its delegation. */
export type AsksTable = {
  delegation_id: string;
  message_id: string;
  sent_at: Date;
  key_id: string | null;
  box: Buffer | null;
};

/** The last good version of every content file. */
export type ContentFilesTable = { name: string; content: string; served_at: Date };

/** What people were told once and need not be told again. */
export type AlertsRaisedTable = { what: string; raised_at: Date };

/** Questions without an answer, without whose they were: a day, known words and how often. */
export type GapsTable = {
  day: ColumnType<string, string, never>;
  reason: "not-understood" | "doubt" | "outside";
  words: string;
  times: Generated<number>;
};

export type BotTables = MessagingTables & {
  delegations: DelegationsTable;
  asks: AsksTable;
  content_files: ContentFilesTable;
  alerts_raised: AlertsRaisedTable;
  gaps: GapsTable;
};
