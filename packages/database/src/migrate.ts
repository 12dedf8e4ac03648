import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";

export type { Migration };
/** Name → migration. Names sort by time of writing (`2026-11-23-outbox`); a published one never changes. */
export type Migrations = Record<string, Migration>;

/** "LISS" in ASCII: one lock per database, whoever migrates it. */
const MIGRATION_LOCK = 0x4c495353;

export class MigrationFailed extends Error {
  override readonly name = "MigrationFailed";
  /** The migration that failed; undefined when the database could not be reached or its history does not fit. */
  readonly migration: string | undefined;
  constructor(migration: string | undefined, cause: unknown) {
    const what =
      migration === undefined ? "The database could not be migrated" : `Migration ${migration} failed`;
    super(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.migration = migration;
  }
}

/**
 * Runs the migrations that this database has not seen, forward only, all of them in one transaction: either
 * the service finds the whole schema or the old one. Replicas that start together wait for each other.
 *
 * Unordered names are allowed because a database carries the migrations of several packages (messaging's
 * beside the service's own), each with its own calendar. All of them must be given in one call: Kysely takes
 * a missing one for a damaged history.
 * @throws MigrationFailed naming the migration.
 */
export async function migrate<DB>(db: Database<DB> | Kysely<DB>, migrations: Migrations): Promise<void> {
  await db.connection().execute(async (session) => {
    // A migration, and waiting for another replica's, may take longer than any other statement.
    await sql`set statement_timeout = 0`.execute(session);
    try {
      await lock(session);
      await run(session, migrations);
    } finally {
      await unlock(session);
    }
  });
}

/**
 * Kysely locks too, but only after it has created its own tables, and two sessions that create the same
 * table at once fail on Postgres' catalogue.
 */
async function lock<DB>(session: Kysely<DB>): Promise<void> {
  await sql`select pg_advisory_lock(${sql.lit(MIGRATION_LOCK)})`.execute(session).catch((error: unknown) => {
    throw new MigrationFailed(undefined, error);
  });
}

/** Gives the connection back to the pool as it was. On a dead connection there is nothing left to undo. */
async function unlock<DB>(session: Kysely<DB>): Promise<void> {
  try {
    await sql`select pg_advisory_unlock(${sql.lit(MIGRATION_LOCK)})`.execute(session);
    await sql`reset statement_timeout`.execute(session);
  } catch {
    // The failure that killed the connection is the one worth reporting.
  }
}

async function run<DB>(session: Kysely<DB>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({
    db: session,
    provider: { getMigrations: async () => migrations },
    allowUnorderedMigrations: true,
  });
  const { error, results } = await migrator.migrateToLatest(); // never throws: it returns its error
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === "Error");
  throw new MigrationFailed(failed?.migrationName, error);
}
