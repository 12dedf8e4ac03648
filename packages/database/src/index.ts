export {
  type Database,
  type DatabaseOptions,
  openDatabase,
  type Session,
  type Transaction,
} from "./database.ts";
export { type Migration, MigrationFailed, type Migrations, migrate } from "./migrate.ts";
export { isContended, isUnavailable, isUnstorable } from "./unavailable.ts";
export { withCommit } from "./with-commit.ts";
