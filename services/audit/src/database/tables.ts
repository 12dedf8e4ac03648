import type { MessagingTables } from "@liss/messaging";
import type { ColumnType } from "kysely";

/** Written once and read for ever: the type allows no update, and the database's role none either. */
type Fixed<T> = ColumnType<T, T, never>;

/** One event on the record. `bytes` is the entry; the columns beside it only help to find it. */
export type EntriesTable = {
  index: Fixed<number>;
  bytes: Fixed<Buffer>;
  leaf_hash: Fixed<Buffer>;
  body_sha256: Fixed<Buffer>;
  subject: Fixed<string>;
  stream_sequence: Fixed<number>;
  received_at: Fixed<Date>;
  source: Fixed<string | null>;
  source_sequence: Fixed<number | null>;
  event_id: Fixed<string | null>;
  type: Fixed<string | null>;
  occurred_at: Fixed<Date | null>;
  actor_kind: Fixed<string | null>;
  actor_id: Fixed<string | null>;
  contact_id: Fixed<string | null>;
  session_id: Fixed<string | null>;
  /** Of `routing.session-opened` only. */
  code_name: Fixed<string | null>;
  /** The tier that a session has from here on. */
  tier: Fixed<string | null>;
  incident: Fixed<string | null>;
};

export type AuditTables = MessagingTables & {
  entries: EntriesTable;
  /** Which entries speak of which message. */
  mentions: { message_id: Fixed<string>; entry_index: Fixed<number> };
  /** The bytes of events that could not be read: an unknown version, not JSON. Their hash is in the entry. */
  opaque_bodies: { entry_index: Fixed<number>; body: Fixed<Buffer> };
  /** Messages whose lateness was told of: once, whichever replica noticed, and also after a restart. */
  announced: { code: string; message_id: string };
  /** Signed tree heads, with the frontier to grow on from. */
  checkpoints: {
    size: Fixed<number>;
    root: Fixed<Buffer>;
    frontier: Fixed<Buffer>;
    note: Fixed<string>;
    signed_at: Fixed<Date>;
  };
  /** What witnesses answered to a checkpoint, as the signature lines that they sent. */
  cosignatures: { size: Fixed<number>; witness: Fixed<string>; line: Fixed<string>; at: Fixed<Date> };
  /** Full C2SP tiles: 256 hashes each. What is not in a full tile yet is read from the entries. */
  tiles: { level: Fixed<number>; index: Fixed<number>; hashes: Fixed<Buffer>; root: Fixed<Buffer> };
};

/** Nobody but the owner of the schema may change or remove a row of these. */
export const appendOnlyTables = [
  "entries",
  "mentions",
  "opaque_bodies",
  "checkpoints",
  "cosignatures",
  "tiles",
] as const;
