import { deploymentSettings } from "@liss/telemetry";
import { keySettings } from "@liss/vault";
import { z } from "zod";

/** The environment of triage; a sentence per variable. */
export const Config = z.object({
  ...deploymentSettings,
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4020)
    .describe("Where health and metrics are served")
    .meta({ example: 4020 }),
  LISS_MODE: z
    .enum(["local", "production"])
    .default("production")
    .describe("local is a developer's machine; triage behaves the same in both, and says so in its log"),
  DATABASE_URL: z
    .url()
    .describe("Triage's own database, with its role")
    .meta({ example: "postgres://triage:…@127.0.0.1:5432/triage" }),
  MIGRATION_DATABASE_URL: z
    .url()
    .optional()
    .describe("The same database with the role that owns its tables; DATABASE_URL when absent")
    .meta({ example: "postgres://triage_owner:…@127.0.0.1:5432/triage" }),
  VAULT_DATABASE_URL: z
    .url()
    .describe("Where the content keys are")
    .meta({ example: "postgres://triage:…@127.0.0.1:5432/vault" }),
  ...keySettings,
  NATS_URL: z.string().min(1).describe("The broker").meta({ example: "nats://127.0.0.1:4222" }),
  NATS_USER: z.string().min(1).default("triage").describe("Triage's user at the broker"),
  NATS_PASSWORD: z.string().min(1).describe("Its password").meta({ example: "…" }),
});
export type Config = z.infer<typeof Config>;
