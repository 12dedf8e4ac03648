export { findChromium } from "./find-chromium.ts";
export { lissFolder, repositoryRoot } from "./liss-folder.ts";
export { findNatsServer, type NatsServer } from "./nats/find-nats-server.ts";
export {
  type NatsPermissions,
  type NatsUser,
  type PublishedSubject,
  renderNatsConfig,
  servicePermissions,
} from "./nats/nats-config.ts";
export { type NatsOptions, startNats } from "./nats/start-nats.ts";
export { assertPortFree, freePort, isPortTaken } from "./ports.ts";
export { removePostgresData } from "./postgres/data-folder.ts";
export { type PostgresOptions, type RunningPostgres, startPostgres } from "./postgres/start-postgres.ts";
export type { RunningServer } from "./running-server.ts";
export {
  type Ending,
  isAlive,
  killEverything,
  type ServerProcess,
  type StartOptions,
  startProcess,
  stopProcess,
} from "./server-process.ts";
export { SetupProblem } from "./setup-problem.ts";
