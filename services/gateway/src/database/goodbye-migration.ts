import type { Migrations } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** On her row, so that whoever locks it to record or to send a message reads the goodbye that it waited for. */
const statements = [
  `alter table contacts
    add column goodbye_said_at timestamptz,
    add column goodbye_heard_at timestamptz,
    add constraint contacts_goodbye check ((goodbye_said_at is null) = (goodbye_heard_at is null))`,
  "alter table outgoing_messages add column heard_until timestamptz",
];

/** A goodbye of hers counts for what is still to be recorded, and for what is tried again. */
export const goodbyeMigration: Migrations = {
  "2026-11-29-gateway-goodbyes": {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
};
