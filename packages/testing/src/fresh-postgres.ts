import { type RunningPostgres, startPostgres } from "@liss/servers";
import { temporaryFolder } from "./temporary-folder.ts";

export type FreshPostgres = {
  /** The superuser's address of the database `postgres`. */
  url: string;
  urlOf(database: string): string;
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
};

/**
 * A Postgres server for this test file alone, for tests that kill or stop it (about a second).
 * Every other test takes a `freshDatabase` of the shared one.
 */
export async function freshPostgres({
  durable = false,
  databases = [] as readonly string[],
} = {}): Promise<FreshPostgres> {
  const folder = temporaryFolder();
  const options = { dataDir: `${folder.path}/postgres`, durable };
  let server: RunningPostgres = await startPostgres({ ...options, databases });
  const { port, url, urlOf } = server;
  return {
    url,
    urlOf,
    kill: (signal) => server.kill(signal),
    restart: async () => {
      await server.stop();
      server = await startPostgres({ ...options, port });
    },
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}
