import type { AssessedTier, CodeWordEffect, Indicator, MessageKind } from "@liss/contracts";
import type { MessagingTables } from "@liss/messaging";
import type { ColumnType } from "kysely";

export type ConversationsTable = {
  session_id: string;
  contact_id: string;
  tier: AssessedTier | null;
  /** JSON in, array out. */
  indicators: ColumnType<Indicator[], string, string>;
  signs: ColumnType<string[], string | undefined, string>;
  medical_referral: boolean;
  updated_at: Date;
};

/** A message as it came, still sealed: what a later message may have to be read together with. */
export type MessagesTable = {
  id: string;
  session_id: string;
  kind: MessageKind;
  /** WhatsApp's clock; the order in which she wrote. */
  sent_at: Date;
  received_at: Date;
  key_id: string;
  box: Buffer;
};

/** A word agreed with her, sealed. Without a box it was withdrawn. */
export type CodeWordsTable = {
  id: string;
  contact_id: string;
  effect: CodeWordEffect;
  key_id: string | null;
  box: Buffer | null;
  agreed_at: Date;
};

export type TriageTables = MessagingTables & {
  conversations: ConversationsTable;
  messages: MessagesTable;
  code_words: CodeWordsTable;
};
