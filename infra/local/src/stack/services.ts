import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import type { DatabaseRole, Secrets } from "./secrets.ts";

export const appNames = ["gateway", "triage", "bot", "executive-routing", "audit", "simulator"] as const;
export type AppName = (typeof appNames)[number];

/** The addresses people know; `LISS_PORT_<NAME>` changes one. */
export const defaultPorts: Readonly<Record<AppName | "postgres" | "nats", number>> = {
  postgres: 4001,
  nats: 4002,
  gateway: 4010,
  triage: 4020,
  bot: 4030,
  "executive-routing": 4040,
  audit: 4050,
  simulator: 4060,
};

export type Ports = Record<AppName | "postgres" | "nats", number>;

/** A program of the stack. */
export type App = {
  name: AppName;
  /** Its package's folder; `src/main.ts` in it is what runs. */
  folder: string;
  /** Services start with `--import @liss/telemetry/register`; the simulator stands outside of what is observed. */
  observed: boolean;
};

export const apps: readonly App[] = appNames.map((name) => ({
  name,
  folder: join(repositoryRoot, name === "simulator" ? "e2e/simulator" : `services/${name}`),
  observed: name !== "simulator",
}));

/** Where things are, as far as a service's environment needs to know. */
export type Place = {
  ports: Ports;
  mode: string;
  /** Off by default here: whoever tries Liss out has no authenticator at hand. */
  secondFactor?: "required" | "off";
  idleMinutes?: number;
  requestsPerMinute?: number;
  tracesDir: string;
  checkpointsDir: string;
  erasuresDir: string;
  /** The key-encryption keys. */
  keyFile: string;
  secrets: Secrets;
  databaseUrl(role: DatabaseRole, database: string): string;
};

/** The whole environment of a program, besides PATH and the like: one place says who may know what. */
export function environmentOf(name: AppName, place: Place): Record<string, string> {
  if (name === "simulator") return simulatorEnvironment(place);
  return { ...commonEnvironment(name, place), ...ownEnvironment(name, place) };
}

/** Only what a service needs of ours, so that a developer's shell does not change what runs. */
export function baseEnvironment(): Record<string, string> {
  const wanted =
    /^(PATH|HOME|USER|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|SystemRoot|NODE_EXTRA_CA_CERTS|LOG_LEVEL|OTEL_.*|TRACE_VIEWER_URL)$/i;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && wanted.test(name) ? [[name, value] as const] : [],
    ),
  );
}

/** Names of roles and databases in Postgres; the service `executive-routing` is `routing` there. */
export function databaseOf(service: Exclude<AppName, "simulator">) {
  return service === "executive-routing" ? "routing" : service;
}

function commonEnvironment(name: Exclude<AppName, "simulator">, place: Place): Record<string, string> {
  const database = databaseOf(name);
  return {
    PORT: String(place.ports[name]),
    LISS_MODE: place.mode,
    DATABASE_URL: place.databaseUrl(database, database),
    NATS_URL: `nats://127.0.0.1:${place.ports.nats}`,
    NATS_USER: name,
    NATS_PASSWORD: place.secrets.nats[name],
    OTEL_SERVICE_NAME: name,
    LISS_TRACE_FILE: join(place.tracesDir, `${name}.jsonl`),
  };
}

function ownEnvironment(name: Exclude<AppName, "simulator">, place: Place): Record<string, string> {
  const { ports, secrets, databaseUrl } = place;
  const vault = {
    VAULT_DATABASE_URL: databaseUrl(databaseOf(name), "vault"),
    LISS_KEY_FILE: place.keyFile,
  };
  const people = {
    IDENTITY_DATABASE_URL: databaseUrl("identity", "identity"),
    LISS_AUTH_SECRET: secrets.auth,
    PUBLIC_URL: `http://localhost:${ports[name]}`,
    SECOND_FACTOR: place.secondFactor ?? "off",
    ...(place.idleMinutes !== undefined && { IDLE_MINUTES: String(place.idleMinutes) }),
  };
  switch (name) {
    case "gateway":
      return {
        ...vault,
        ...whatsapp(secrets),
        LISS_BLIND_INDEX_KEY: secrets.blindIndexKey,
        ERASURE_JOURNAL: join(place.erasuresDir, `gateway-${ports[name]}.jsonl`),
        WHATSAPP_GRAPH_URL: `http://127.0.0.1:${ports.simulator}`,
        WHATSAPP_GRAPH_VERSION: "v25.0",
      };
    case "executive-routing":
      return {
        ...vault,
        ...people,
        SHOW_PRESENCE: "true",
        ERASURE_JOURNAL: join(place.erasuresDir, `routing-${ports[name]}.jsonl`),
        ...(place.requestsPerMinute !== undefined && {
          QUESTIONS_PER_MINUTE: String(place.requestsPerMinute),
          COMMANDS_PER_MINUTE: String(place.requestsPerMinute),
        }),
      };
    case "audit":
      return {
        ...people,
        MIGRATION_DATABASE_URL: databaseUrl("audit_owner", "audit"),
        LISS_CHECKPOINT_KEY: secrets.checkpointKey,
        LISS_LOG_ORIGIN: "liss.local/audit",
        CHECKPOINT_FILE: join(place.checkpointsDir, "checkpoints.jsonl"),
      };
    default:
      return vault;
  }
}

function simulatorEnvironment({ ports, secrets, mode }: Place): Record<string, string> {
  return {
    PORT: String(ports.simulator),
    LISS_MODE: mode,
    WEBHOOK_URL: `http://127.0.0.1:${ports.gateway}/webhook`,
    ...whatsapp(secrets),
  };
}

/** What Meta and the gateway share: locally the simulator plays Meta. */
function whatsapp(secrets: Secrets): Record<string, string> {
  return {
    WHATSAPP_APP_SECRET: secrets.whatsapp.appSecret,
    WHATSAPP_VERIFY_TOKEN: secrets.whatsapp.verifyToken,
    WHATSAPP_ACCESS_TOKEN: secrets.whatsapp.accessToken,
    WHATSAPP_PHONE_NUMBER_ID: secrets.whatsapp.phoneNumberId,
  };
}
