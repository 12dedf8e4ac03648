import type { Migrations } from "@liss/database";
import { messagingMigrations } from "@liss/messaging";
import { ledger } from "./0001-ledger.ts";
import { oneCommit } from "./0002-one-commit.ts";
import { cosignatures } from "./0003-cosignatures.ts";
import { lighterIndexes } from "./0004-lighter-indexes.ts";

export const migrations: Migrations = {
  ...messagingMigrations,
  "audit-0001-ledger": ledger,
  "audit-0002-one-commit": oneCommit,
  "audit-0003-cosignatures": cosignatures,
  "audit-0004-lighter-indexes": lighterIndexes,
};
