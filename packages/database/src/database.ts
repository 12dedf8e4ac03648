import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import { TransactingClient } from "./transacting.ts";

export type { Transaction };
/** One connection, for what lives as long as it does. */
export type Session = pg.Client;

/** Kysely on its own pool of one Postgres database. `destroy()` closes everything. */
export type Database<DB> = Kysely<DB> & {
  readonly pool: pg.Pool;
  /**
   * A connection of one's own, outside the pool, for what lives as long as a session: advisory locks.
   * Never used for transactions of the application. The caller ends it and listens to its "error" and "end".
   */
  openSession(purpose: string): Promise<Session>;
};

export type DatabaseOptions = {
  url: string;
  /** Shown in pg_stat_activity, so that whoever looks knows which service holds a lock. */
  name: string;
  /** Connections at most. Default 10: two cores' worth of work and some waiting on locks. */
  poolSize?: number;
  /**
   * Prepared statements are planned once, whatever their values, and find each row by its key, however small a table is at
   * that moment. For connections that ask few statements, again and again, whose plan is always the same: Postgres would
   * plan those anew each time, for it expects ten of whatever a list holds where there are one or two.
   */
  planOnce?: boolean;
  /** Whoever waits longer than this for another's lock (ms) gives up (`isContended`). Default: as long as a statement may take. */
  lockTimeout?: number;
};

/** Named limits, so that nothing waits for ever on a database that does not answer. */
export const limits = {
  /** To open a connection or get one from the pool. Beyond it the database counts as unavailable. */
  connect: 5_000,
  /** One statement. The slowest legitimate one (a report of a month) takes 5 s. */
  statement: 30_000,
  /** A transaction in which nothing happens: a handler that hangs must not hold row locks. */
  idleInTransaction: 10_000,
} as const;

const once = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

const INT8 = 20;
/** Our bigints are counters and sizes, far below 2^53; beyond it an error is better than a wrong number. */
function parseInt8(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError("a bigint beyond 2^53 came from the database");
  return number;
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary"
      ? parseInt8
      : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};

/** Opens nothing yet: the first query connects. A bad address shows as an error of that query (`isUnavailable`). */
export function openDatabase<DB>({
  url,
  name,
  poolSize = 10,
  planOnce,
  lockTimeout,
}: DatabaseOptions): Database<DB> {
  const connection: pg.ClientConfig = {
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: limits.connect,
    statement_timeout: limits.statement,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
    keepAlive: true,
    ...(lockTimeout !== undefined && { lock_timeout: lockTimeout }),
    ...(planOnce && { options: once }),
    types,
  };
  const pool = new pg.Pool({ ...connection, max: poolSize, Client: TransactingClient });
  // Without listeners, Postgres closing a connection would end the process: an idle one through the pool, one in
  // use through the client, from which the pool takes its own listener away. The pool drops the connection by
  // itself, and the error is seen by whoever queries, if there still is one.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });

  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const destroyKysely = kysely.destroy.bind(kysely);
  return Object.assign(kysely, {
    pool,
    openSession: async (purpose: string) => {
      const client = new pg.Client({ ...connection, application_name: `${name} ${purpose}` });
      client.on("error", () => {});
      await client.connect();
      return client;
    },
    // Kysely leaves a pool open that was only used directly.
    destroy: async () => {
      await destroyKysely();
      if (!pool.ending) await pool.end();
    },
  });
}
