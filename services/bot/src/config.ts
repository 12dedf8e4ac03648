import { deploymentSettings } from "@liss/telemetry";
import { keySettings } from "@liss/vault";
import { z } from "zod";

/** The environment of the bot; a sentence per variable. */
export const Config = z.object({
  ...deploymentSettings,
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4030)
    .describe("Where health and metrics are served")
    .meta({ example: 4030 }),
  LISS_MODE: z
    .enum(["local", "production"])
    .default("production")
    .describe("local is a developer's machine: there the invented places of the directory may be named"),
  DATABASE_URL: z
    .url()
    .describe("The bot's own database, with its role")
    .meta({ example: "postgres://bot:…@127.0.0.1:5432/bot" }),
  MIGRATION_DATABASE_URL: z
    .url()
    .optional()
    .describe("The same database with the role that owns its tables; DATABASE_URL when absent")
    .meta({ example: "postgres://bot_owner:…@127.0.0.1:5432/bot" }),
  VAULT_DATABASE_URL: z
    .url()
    .describe("Where the content keys are")
    .meta({ example: "postgres://bot:…@127.0.0.1:5432/vault" }),
  ...keySettings,
  NATS_URL: z.string().min(1).describe("The broker").meta({ example: "nats://127.0.0.1:4222" }),
  NATS_USER: z.string().min(1).default("bot").describe("The bot's user at the broker"),
  NATS_PASSWORD: z.string().min(1).describe("Its password").meta({ example: "…" }),
});
export type Config = z.infer<typeof Config>;
