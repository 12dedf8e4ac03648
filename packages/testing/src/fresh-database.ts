import { createHash, randomBytes } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

/** What `migrate` receives: Kysely with its pool at hand, as `openDatabase` of @liss/database gives it. */
export type MigrationTarget = Kysely<unknown> & { readonly pool: pg.Pool };

export type FreshDatabaseOptions = {
  /** Brings an empty database to the shape the test needs. */
  migrate?: (db: MigrationTarget, url: string) => Promise<unknown>;
  /**
   * A name for that shape, e.g. "gateway". With it, `migrate` runs once per test run and every further file gets a
   * copy (about 30 ms); without it, `migrate` runs for this file.
   */
  template?: string;
};

export type FreshDatabase = { url: string; name: string; drop(): Promise<void> };

/** A database of the shared test server for this test file alone. The address is the superuser's. */
export async function freshDatabase(options: FreshDatabaseOptions = {}): Promise<FreshDatabase> {
  const server = process.env.LISS_TEST_POSTGRES_URL;
  if (server === undefined) {
    throw new Error(
      'Tests on Postgres need `globalSetup: ["@liss/testing/global-setup"]` in vitest.config.ts.',
    );
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  const url = urlOf(server, name);
  await withClient(server, async (admin) => {
    if (options.migrate === undefined || options.template === undefined) {
      await admin.query(`create database ${name}`);
      return;
    }
    const template = await preparedTemplate(admin, server, options.template, options.migrate);
    await admin.query(`create database ${name} template ${template}`);
  });
  if (options.migrate !== undefined && options.template === undefined) await migrated(url, options.migrate);
  return {
    url,
    name,
    drop: () =>
      withClient(
        server,
        async (admin) => void (await admin.query(`drop database if exists ${name} with (force)`)),
      ),
  };
}

// Made under another name and renamed when done: a template that exists is complete. The advisory lock makes the
// workers of one run wait for the first instead of migrating twice.
async function preparedTemplate(
  admin: pg.Client,
  server: string,
  template: string,
  migrate: NonNullable<FreshDatabaseOptions["migrate"]>,
): Promise<string> {
  const run = process.env.LISS_TEST_RUN ?? "";
  const key = createHash("sha256").update(`${run}\n${template}\n${migrate}`).digest("hex").slice(0, 16);
  const name = `template_${key}`;
  const draft = `draft_${key}`;
  await admin.query("select pg_advisory_lock(hashtextextended($1, 0))", [name]);
  try {
    const { rowCount } = await admin.query("select from pg_database where datname = $1", [name]);
    if (rowCount === 1) return name;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    await migrated(urlOf(server, draft), migrate);
    await admin.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await admin.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]);
  }
}

async function migrated(url: string, migrate: NonNullable<FreshDatabaseOptions["migrate"]>) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {}); // cut off while idle: whoever runs the next statement hears of it
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(Object.assign(db, { pool }), url);
  } finally {
    await db.destroy();
    // Kysely ends only a pool that it has used itself; a connection left open would keep the database from copying.
    if (!pool.ending) await pool.end();
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
