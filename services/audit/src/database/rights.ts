import { type Database, migrate, openDatabase } from "@liss/database";
import { messagingTableNames } from "@liss/messaging";
import { sql } from "kysely";
import { migrations } from "./migrations/index.ts";
import { type AuditTables, appendOnlyTables } from "./tables.ts";

/** The application may write and read the record, and do what a queue needs with its queues. Nothing else. */
const queues = [...messagingTableNames, "announced"] as const;

/**
 * Migrates as the owner and gives the application role its rights. Safe to repeat: rights are taken away first, so
 * one granted by mistake does not survive a restart.
 * @throws Error when owner and application are the same role: an owner can always undo what protects the record
 */
export async function prepareDatabase(options: { ownerUrl: string; applicationUrl: string }): Promise<void> {
  const role = decodeURIComponent(new URL(options.applicationUrl).username);
  if (role === decodeURIComponent(new URL(options.ownerUrl).username)) {
    throw new Error(
      "MIGRATION_DATABASE_URL must name another role than DATABASE_URL: the owner could rewrite the record",
    );
  }
  const owner = openDatabase<AuditTables>({ url: options.ownerUrl, name: "audit-owner", poolSize: 2 });
  try {
    await migrate(owner, migrations);
    await grantRights(owner, role);
  } finally {
    await owner.destroy();
  }
}

async function grantRights(owner: Database<AuditTables>, role: string): Promise<void> {
  const to = sql.id(role);
  const list = (names: readonly string[]) => sql.join(names.map((name) => sql.table(name)));
  await owner.transaction().execute(async (tx) => {
    await sql`revoke create on schema public from public`.execute(tx);
    await sql`revoke all on all tables in schema public from public, ${to}`.execute(tx);
    await sql`grant usage on schema public to ${to}`.execute(tx);
    await sql`grant select, insert on ${list(appendOnlyTables)} to ${to}`.execute(tx);
    await sql`grant select, insert, update, delete on ${list(queues)} to ${to}`.execute(tx);
    await sql`grant usage on all sequences in schema public to ${to}`.execute(tx);
  });
}

/**
 * Looks with the application's own eyes: its role, and every role it may act as, must be unable to rewrite.
 * @throws Error naming the first right it has too many
 */
export async function assertCannotRewrite(db: Database<AuditTables>): Promise<void> {
  const { rows } = await sql<{ problem: string }>`
    select 'is a superuser' as problem from pg_roles where rolname = current_user and rolsuper
    union all
    select 'bypasses row security' from pg_roles where rolname = current_user and rolbypassrls
    union all
    select 'may act as the owner of ' || tablename from pg_tables
      where schemaname = 'public' and tablename = any(${[...appendOnlyTables]})
        and pg_has_role(current_user, tableowner, 'member')
    union all
    select 'has ' || privilege || ' on ' || tablename
      from pg_tables, unnest(array['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) as privilege
      where schemaname = 'public' and tablename = any(${[...appendOnlyTables]})
        and has_table_privilege(current_user, format('%I.%I', schemaname, tablename), privilege)
    union all
    select 'has UPDATE on a column of ' || tablename from pg_tables
      where schemaname = 'public' and tablename = any(${[...appendOnlyTables]})
        and has_any_column_privilege(current_user, format('%I.%I', schemaname, tablename), 'UPDATE')
  `.execute(db);
  const [first] = rows;
  if (first) throw new Error(`The application's database role ${first.problem}: it could rewrite the record`);
}
