import { randomBytes } from "node:crypto";
import { findNatsServer } from "@liss/servers";
import { startTestPostgres } from "./test-postgres.ts";

/**
 * vitest's global setup: one Postgres for the whole run, unless `LISS_TEST_POSTGRES_URL` names one that is
 * already there (as `npm test` does for all packages). NATS servers are so quick to start that every test file has
 * its own (`freshNats`); here only the program is made sure of, so that parallel files do not all download it.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  process.env.LISS_TEST_RUN = randomBytes(6).toString("hex");
  await findNatsServer();
  if (process.env.LISS_TEST_POSTGRES_URL) return undefined;

  const server = await startTestPostgres();
  process.env.LISS_TEST_POSTGRES_URL = server.url;
  return server.stop;
}
