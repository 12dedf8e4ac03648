import { takenBackPolicies } from "@liss/contracts";
import { loginSettings, oidcSettings } from "@liss/identity";
import { coverSettings } from "@liss/safety";
import { deploymentSettings } from "@liss/telemetry";
import { keySettings } from "@liss/vault";
import { z } from "zod";

/** The environment of executive-routing; a sentence per variable. */
export const Config = z.object({
  ...deploymentSettings,
  PORT: z.coerce.number().int().min(0).max(65535).default(4040).describe("Port of the console and its API"),
  LISS_MODE: z
    .enum(["local", "production"])
    .default("production")
    .describe("local seeds the demo people; production refuses them"),
  PUBLIC_URL: z.url().describe("Where browsers find the console, e.g. http://localhost:4040"),
  DATABASE_URL: z
    .string()
    .min(1)
    .describe("Postgres database `routing`, e.g. postgres://routing:…@127.0.0.1/routing"),
  MIGRATION_DATABASE_URL: z
    .string()
    .min(1)
    .optional()
    .describe("The same database as the role that owns its tables; default DATABASE_URL"),
  VAULT_DATABASE_URL: z
    .string()
    .min(1)
    .describe("Postgres database `vault`, where wrapped content keys live"),
  IDENTITY_DATABASE_URL: z.string().min(1).describe("Postgres database `identity`, where people live"),
  ...keySettings,
  LISS_AUTH_SECRET: z.string().min(32).describe("Signs login cookies; at least 32 random characters"),
  ...loginSettings,
  ...oidcSettings,
  NATS_URL: z.string().min(1).describe("Broker, e.g. nats://127.0.0.1:4222"),
  NATS_USER: z.string().default("executive-routing").describe("Broker user of this service"),
  NATS_PASSWORD: z.string().min(1).describe("Broker password of this service"),
  SHOW_PRESENCE: z
    .enum(["true", "false"])
    .default("false")
    .transform((shown) => shown === "true")
    .describe(
      "Whether she is shown that her message was read and that somebody is writing; only where it is safe",
    ),
  KEEP_CONTENT_HOURS: z.coerce
    .number()
    .int()
    .positive()
    .default(72)
    .describe("How long what was said is kept after a conversation is closed"),
  KEEP_FACTS_DAYS: z.coerce
    .number()
    .int()
    .positive()
    .default(365)
    .describe(
      "How long who she is and the facts of her case are kept after her last conversation; the institution signs it",
    ),
  TAKEN_BACK_MESSAGES: z
    .enum(takenBackPolicies)
    .default("keep-sealed")
    .describe(
      "Messages that she deletes are hidden at once; keep-sealed: kept sealed with their conversation; " +
        "keep-in-danger: only where danger was seen; destroy: never kept. The institution signs it (ADR 0033)",
    ),
  ERASURE_JOURNAL: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A file outside of every database and backup with the ids of destroyed keys, so that no backup brings one back",
    ),
  ...coverSettings,
  CHOOSING: z
    .enum(["everybody", "by-permission"])
    .default("by-permission")
    .describe("Whether new executives may claim any waiting session, or only take the next"),
  TRACE_VIEWER_URL: z
    .url({ protocol: /^https?$/ })
    .includes("{traceId}")
    .optional()
    .describe(
      "Where engineers look at traces, e.g. http://localhost:16686/trace/{traceId}; beside a conversation supervisors then " +
        "have a link to its trace, and without it the id to copy",
    ),
  QUESTIONS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
    .default(900)
    .describe("Reads of one login per minute and replica; a busy executive makes some sixty"),
  COMMANDS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
    .default(600)
    .describe("Commands of one login per minute and replica; nobody presses ten buttons a second"),
  ROBOT_TOPICS: z
    .string()
    .default(
      "numeros-de-ayuda,denunciar,medidas-proteccion,plan-seguridad,salir-con-seguridad,centros," +
        "apoyo-psicologico,asistencia-legal,ninos,seguridad-digital,violencia-economica,que-es-violencia," +
        "despues-de-denunciar,residencias,violencia-sexual,ayudar-a-otra,trabajo,migrantes," +
        "personas-mayores,discapacidad,lbt,que-es-este-canal,datos-personales",
    )
    .transform((list) => list.split(",").filter(Boolean))
    .describe("Topics an executive may delegate to the robot, separated by commas"),
});
export type Config = z.infer<typeof Config>;
