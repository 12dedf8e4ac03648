import type { Migrations } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Second factors, how and until when a login counts, and links with which a person sets her password herself. */
export const factorsMigration: Migrations = {
  "2026-11-28-identity-second-factors": {
    async up(db: Kysely<unknown>) {
      const now = sql`now()`;
      await db.schema
        .alterTable("people")
        .addColumn("two_factor_enabled", "boolean", (column) => column.defaultTo(false))
        .addColumn("deactivated_at", "timestamptz")
        .addColumn("last_login_at", "timestamptz")
        .execute();
      await db.schema
        .alterTable("login_sessions")
        .addColumn("method", "text", (column) => column.notNull().defaultTo("password"))
        .addColumn("seen_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .execute();
      await db.schema
        .createTable("second_factors")
        .addColumn("id", "uuid", (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
        .addColumn("person_id", "uuid", (column) =>
          column.notNull().unique().references("people.id").onDelete("cascade"),
        )
        .addColumn("secret", "text", (column) => column.notNull())
        .addColumn("backup_codes", "text", (column) => column.notNull())
        .addColumn("verified", "boolean", (column) => column.defaultTo(true))
        .addColumn("failed_verification_count", "integer", (column) => column.defaultTo(0))
        .addColumn("locked_until", "timestamptz")
        .addColumn("enrolled_at", "timestamptz")
        .execute();
      await db.schema.createIndex("second_factors_secret").on("second_factors").column("secret").execute();
      await db.schema
        .createTable("entry_links")
        .addColumn("token_hash", "bytea", (column) => column.primaryKey())
        .addColumn("person_id", "uuid", (column) =>
          column.notNull().unique().references("people.id").onDelete("cascade"),
        )
        .addColumn("expires_at", "timestamptz", (column) => column.notNull())
        .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .execute();
    },
  },
};
