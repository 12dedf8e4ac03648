import type { Migrations } from "@liss/database";
import { messagingMigrations } from "@liss/messaging";
import { sessions } from "./0001-sessions.ts";

export const migrations: Migrations = {
  ...messagingMigrations,
  "0001-sessions": sessions,
};
