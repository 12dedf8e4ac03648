import type { Migrations } from "@liss/database";
import { type Generated, type Kysely, sql } from "kysely";

/** The only table of the `vault` database. */
export interface VaultTables {
  content_keys: {
    /** The `keyId` of every box sealed with it. */
    id: string;
    /** Whose content: `contact:<uuid>`, `contact:<uuid>/session:<uuid>`, `raw:2026-11-23`. */
    scope: string;
    /** Calendar month in UTC, `2026-11`. */
    period: string;
    /** The key under its KEK; empty once destroyed. */
    wrapped: Buffer;
    /** Which KEK wrapped it. */
    kek_id: string;
    created_at: Generated<Date>;
    /** From here on nothing new is sealed with it; destruction follows. */
    retired_at: Date | null;
    destroyed_at: Date | null;
  };
}

/** Forward-only migrations of the `vault` database, run by its owner role. */
export const vaultMigrations: Migrations = {
  "2026-11-23-vault-content-keys": {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable("content_keys")
        .addColumn("id", "uuid", (column) => column.primaryKey())
        .addColumn("scope", "text", (column) => column.notNull())
        .addColumn("period", "text", (column) => column.notNull())
        .addColumn("wrapped", "bytea", (column) => column.notNull())
        .addColumn("kek_id", "text", (column) => column.notNull())
        .addColumn("created_at", "timestamptz", (column) => column.notNull().defaultTo(sql`now()`))
        .addColumn("retired_at", "timestamptz")
        .addColumn("destroyed_at", "timestamptz")
        .addCheckConstraint("destroyed_is_empty", sql`(destroyed_at is null) = (length(wrapped) > 0)`)
        .addCheckConstraint("destroyed_is_retired", sql`destroyed_at is null or retired_at is not null`)
        .execute();
      // At most one key in use per scope and month: what makes two processes that create one agree.
      await sql`create unique index content_keys_in_use on content_keys (scope, period) where retired_at is null`.execute(
        db,
      );
      await sql`create index content_keys_living on content_keys (scope) where destroyed_at is null`.execute(
        db,
      );
      // A destroyed key's old row version should leave the heap within a minute, not when a fifth of the table changed.
      await sql`alter table content_keys set (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0)`.execute(
        db,
      );
    },
  },
};

/** The service roles of the `vault` database. */
export interface VaultRoles {
  /** May read and create keys. */
  users: readonly string[];
  /** May destroy the keys whose scope begins so; each is also one of the users. */
  destroyers: Readonly<Record<string, string>>;
}

export const vaultRoles: VaultRoles = {
  users: ["gateway", "triage", "bot", "routing"],
  // Who answers for a woman's content ends it; who keeps raw deliveries for seven days ends those, and nothing else.
  destroyers: { routing: "contact:", gateway: "raw:" },
};

/**
 * The SQL that the owner runs after the migrations: every other role, audit's first of all, gets nothing, not
 * even a connection. Destroyers may only write the columns of a destruction, in rows of their scope; nobody may
 * delete a row.
 */
export function vaultGrants(roles: VaultRoles = vaultRoles): string[] {
  const users = roles.users.map(quoteName).join(", ");
  const destroyers = Object.entries(roles.destroyers);
  return [
    "do $$ begin execute format('revoke all on database %I from public', current_database()); end $$",
    `do $$ begin execute format('grant connect on database %I to ${users}', current_database()); end $$`,
    "revoke all on schema public from public",
    `grant usage on schema public to ${users}`,
    "revoke all on all tables in schema public from public",
    `revoke update on content_keys from ${users}`,
    `grant select, insert on content_keys to ${users}`,
    "alter table content_keys enable row level security",
    "drop policy if exists reading on content_keys",
    `create policy reading on content_keys for select to ${users} using (true)`,
    "drop policy if exists creating on content_keys",
    `create policy creating on content_keys for insert to ${users} with check (destroyed_at is null)`,
    ...destroyers.flatMap(([role, scopes]) => [
      `grant update (wrapped, retired_at, destroyed_at) on content_keys to ${quoteName(role)}`,
      `drop policy if exists ${quoteName(`destroying_${role}`)} on content_keys`,
      `create policy ${quoteName(`destroying_${role}`)} on content_keys for update to ${quoteName(role)}
         using (starts_with(scope, ${quoteScope(scopes)}))`,
    ]),
  ];
}

function quoteScope(prefix: string): string {
  if (!/^[a-z]+:$/.test(prefix)) throw new RangeError("a scope begins with a word and a colon");
  return `'${prefix}'`;
}

function quoteName(role: string): string {
  if (!/^[a-z_][a-z0-9_-]{0,62}$/.test(role)) throw new RangeError("a role name has only a-z, 0-9, _ and -");
  return `"${role}"`;
}
