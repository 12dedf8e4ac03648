import type { Migrations } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Passkeys: public keys only; what opens with them never leaves her device. */
export const passkeysMigration: Migrations = {
  "2026-11-28-identity-third-passkeys": {
    async up(db: Kysely<unknown>) {
      // Some databases have it from a day on which it was part of the migration before this one.
      await db.schema
        .createTable("passkeys")
        .ifNotExists()
        .addColumn("id", "uuid", (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
        .addColumn("person_id", "uuid", (column) =>
          column.notNull().references("people.id").onDelete("cascade"),
        )
        .addColumn("name", "text")
        .addColumn("credential_id", "text", (column) => column.notNull().unique())
        .addColumn("public_key", "text", (column) => column.notNull())
        .addColumn("counter", "integer", (column) => column.notNull())
        .addColumn("device_type", "text", (column) => column.notNull())
        .addColumn("backed_up", "boolean", (column) => column.notNull())
        .addColumn("transports", "text")
        .addColumn("aaguid", "text")
        .addColumn("created_at", "timestamptz")
        .execute();
      await db.schema
        .createIndex("passkeys_person")
        .ifNotExists()
        .on("passkeys")
        .column("person_id")
        .execute();
    },
  },
};
