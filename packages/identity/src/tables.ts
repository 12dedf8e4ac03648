import type { Migrations } from "@liss/database";
import { type Generated, type Kysely, sql } from "kysely";
import { factorsMigration } from "./factors-migration.ts";
import type { LoginMethod } from "./login-method.ts";
import { passkeysMigration } from "./passkeys-migration.ts";
import type { Role } from "./person.ts";

/** The `identity` database, as far as our own code writes it; better-auth reads and writes the rest. */
export interface IdentityTables {
  people: {
    id: string;
    name: string;
    email: string;
    email_verified: Generated<boolean>;
    image: Generated<string | null>;
    role: Role;
    /** Invented for demonstrations; refused in production. */
    demo: Generated<boolean>;
    /** better-auth's: a second factor was enrolled and is asked for. */
    two_factor_enabled: Generated<boolean | null>;
    /** She works here no longer; her name stays, for the record has her id. */
    deactivated_at: Date | null;
    last_login_at: Date | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  credentials: {
    id: string;
    person_id: string;
    /** better-auth's name for "password": `credential`. OIDC providers will stand beside it. */
    provider_id: string;
    account_id: string;
    /** Argon2id in PHC's notation; `salt:key` of scrypt from before, until its next login. */
    password: string | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  login_sessions: {
    id: string;
    person_id: string;
    /** In the cookie with an HMAC of it: this column alone does not make a cookie. */
    token: string;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
    /** With what she entered; a password alone may not be enough. */
    method: Generated<LoginMethod>;
    /** When she last did something herself, to the minute. */
    seen_at: Generated<Date>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  second_factors: {
    id: Generated<string>;
    person_id: string;
    /** Sealed by better-auth with the identity secret (XChaCha20-Poly1305), as are the recovery codes. */
    secret: string;
    backup_codes: string;
    verified: Generated<boolean | null>;
    failed_verification_count: Generated<number | null>;
    locked_until: Date | null;
    enrolled_at: Date | null;
  };
  passkeys: {
    id: Generated<string>;
    person_id: string;
    name: string | null;
    credential_id: string;
    public_key: string;
    counter: number;
  };
  entry_links: {
    /** SHA-256 of the token in the link: whoever reads this table cannot use it. */
    token_hash: Buffer;
    /** One at a time: the next link makes the last one worthless. */
    person_id: string;
    expires_at: Date;
    created_at: Generated<Date>;
  };
  login_attempts: {
    /** What is counted, as an HMAC: a pair of account and address, an account, an address. */
    key: Buffer;
    count: number;
    since: Date;
  };
}

/**
 * Our own migrations rather than better-auth's generator: they are forward-only and reviewed like every other
 * schema, run under the same advisory lock when two services start together, and a login role without DDL rights
 * can use them. A test asks better-auth what it would still change and expects nothing, so that an upgrade of
 * the library that needs a column is noticed.
 */
export const identityMigrations: Migrations = {
  ...factorsMigration,
  ...passkeysMigration,
  "2026-11-23-identity-people": {
    async up(db: Kysely<unknown>) {
      const now = sql`now()`;
      await db.schema
        .createTable("people")
        .addColumn("id", "uuid", (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("email", "text", (column) => column.notNull().unique())
        .addColumn("email_verified", "boolean", (column) => column.notNull().defaultTo(false))
        .addColumn("image", "text")
        .addColumn("role", "text", (column) => column.notNull())
        .addColumn("demo", "boolean", (column) => column.notNull().defaultTo(false))
        .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .addColumn("updated_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .addCheckConstraint("email_in_lower_case", sql`email = lower(email)`)
        .execute();
      await db.schema
        .createTable("login_sessions")
        .addColumn("id", "uuid", (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
        .addColumn("person_id", "uuid", (column) =>
          column.notNull().references("people.id").onDelete("cascade"),
        )
        .addColumn("token", "text", (column) => column.notNull().unique())
        .addColumn("expires_at", "timestamptz", (column) => column.notNull())
        .addColumn("ip_address", "text")
        .addColumn("user_agent", "text")
        .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .addColumn("updated_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .execute();
      await db.schema.createIndex("login_sessions_person").on("login_sessions").column("person_id").execute();
      await db.schema
        .createTable("credentials")
        .addColumn("id", "uuid", (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
        .addColumn("person_id", "uuid", (column) =>
          column.notNull().references("people.id").onDelete("cascade"),
        )
        .addColumn("provider_id", "text", (column) => column.notNull())
        .addColumn("account_id", "text", (column) => column.notNull())
        .addColumn("password", "text")
        .addColumn("access_token", "text")
        .addColumn("refresh_token", "text")
        .addColumn("id_token", "text")
        .addColumn("access_token_expires_at", "timestamptz")
        .addColumn("refresh_token_expires_at", "timestamptz")
        .addColumn("scope", "text")
        .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .addColumn("updated_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .addUniqueConstraint("one_credential_per_provider", ["person_id", "provider_id"])
        .execute();
      await db.schema
        .createTable("verifications")
        .addColumn("id", "uuid", (column) => column.primaryKey().defaultTo(sql`gen_random_uuid()`))
        .addColumn("identifier", "text", (column) => column.notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .addColumn("expires_at", "timestamptz", (column) => column.notNull())
        .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .addColumn("updated_at", "timestamptz", (column) => column.notNull().defaultTo(now))
        .execute();
      await db.schema
        .createIndex("verifications_identifier")
        .on("verifications")
        .column("identifier")
        .execute();
      await db.schema
        .createTable("login_attempts")
        .addColumn("key", "bytea", (column) => column.primaryKey())
        .addColumn("count", "integer", (column) => column.notNull())
        .addColumn("since", "timestamptz", (column) => column.notNull())
        .execute();
    },
  },
};
