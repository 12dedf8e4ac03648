import { startPostgres } from "@liss/servers";
import { postgresContainer } from "./containers.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export type TestPostgres = { url: string; stop(): Promise<void> };

/** The Postgres that the files of a test run share: in a container when Docker has the image at hand, else embedded. */
export async function startTestPostgres(): Promise<TestPostgres> {
  // An engine that answers may still refuse to start a container; the tests need not care.
  const container = await postgresContainer().catch(() => undefined);
  return container ?? (await embeddedPostgres());
}

async function embeddedPostgres(): Promise<TestPostgres> {
  const folder = temporaryFolder();
  const server = await startPostgres({ dataDir: `${folder.path}/postgres`, durable: false });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}
