export { authenticatorCode } from "./authenticator.ts";
export { type TestClock, testClock } from "./clock.ts";
export {
  type FreshDatabase,
  type FreshDatabaseOptions,
  freshDatabase,
  type MigrationTarget,
} from "./fresh-database.ts";
export { type FreshNats, freshNats, type UserName } from "./fresh-nats.ts";
export { type FreshPostgres, freshPostgres } from "./fresh-postgres.ts";
export { temporaryFolder } from "./temporary-folder.ts";
export { startTestPostgres, type TestPostgres } from "./test-postgres.ts";
