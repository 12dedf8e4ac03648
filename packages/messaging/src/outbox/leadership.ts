import type { Database, Session } from "@liss/database";
import type { Logger } from "../logger.ts";

/** ("LISS", 1): the relay's lock in this database. One relay publishes, the others stand by. */
const RELAY_LOCK = [0x4c495353, 1] as const;

export type Candidacy = {
  /**
   * The connection on which the lock is held, if it is ours now; tries to get it otherwise. All of the leader's
   * numbering happens on it: no connection, no numbers. Never throws: Postgres away means "not now".
   */
  hold(): Promise<Session | undefined>;
  resign(): Promise<void>;
};

/**
 * Leader by a session-level advisory lock: Postgres gives it to one session and takes it back when that session
 * ends, however it ends. Nothing expires, so no clock can make two leaders.
 */
export function candidacy<DB>(db: Database<DB>, logger: Logger): Candidacy {
  let session: Session | undefined;
  let leadership: Session | undefined;

  async function connect(): Promise<Session> {
    const client = await db.openSession("relay");
    const gone = () => {
      if (session === client) session = undefined;
      leadership = undefined;
    };
    client.once("error", gone);
    client.once("end", gone);
    session = client;
    return client;
  }

  return {
    hold: async () => {
      if (leadership) return leadership;
      try {
        const client = session ?? (await connect());
        const { rows } = await client.query<{ held: boolean }>(
          "select pg_try_advisory_lock($1, $2) as held",
          [...RELAY_LOCK],
        );
        if (rows[0]?.held !== true || session !== client) return undefined;
        leadership = client;
        logger.info({}, "this replica publishes the outbox");
        return leadership;
      } catch {
        // Postgres is away. Readiness says so; the relay's loop asks again.
        await session?.end().catch(() => {});
        session = undefined;
        return undefined;
      }
    },
    resign: async () => {
      leadership = undefined;
      await session?.end().catch(() => {});
      session = undefined;
    },
  };
}
