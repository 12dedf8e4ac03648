import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FreshNats } from "@liss/testing";
import { appSecret, phoneNumberId } from "./payloads.test-support.ts";

/** The service as it runs for real: its own process, started from `main.ts`. */
export type GatewayProcess = {
  url: string;
  pid: number;
  /** Standard output and error so far. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
};

export type Surroundings = {
  databaseUrl: string;
  vaultUrl: string;
  nats: FreshNats;
  graphUrl: string;
  more?: Record<string, string>;
};

const folder = fileURLToPath(new URL("../..", import.meta.url));

/** The environment of one gateway; the same for all its starts, keys included. */
export function environment({
  databaseUrl,
  vaultUrl,
  nats,
  graphUrl,
  more,
}: Surroundings): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    OTEL_SERVICE_NAME: "gateway",
    PORT: "0",
    LISS_MODE: "local",
    DATABASE_URL: databaseUrl,
    VAULT_DATABASE_URL: vaultUrl,
    LISS_KEY_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    LISS_BLIND_INDEX_KEY: randomBytes(32).toString("base64"),
    NATS_URL: nats.url,
    NATS_USER: nats.users.gateway.user,
    NATS_PASSWORD: nats.users.gateway.password,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: "verify-me",
    WHATSAPP_ACCESS_TOKEN: "local-access-token",
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_GRAPH_URL: graphUrl,
    ...more,
  };
}

/** @throws Error with the process's output when it ends instead of opening. */
export async function startGatewayProcess(env: NodeJS.ProcessEnv): Promise<GatewayProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    ["--import", "@liss/telemetry/register", "src/main.ts"],
    { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] },
  );
  const gone = once(child, "exit");
  let output = "";
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: unknown) => {
      output += String(chunk);
      const found = output.match(/"port":(\d+)/)?.[1];
      if (found) resolve(Number(found));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    void gone.then(() => reject(new Error(`the gateway ended:\n${output}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    output: () => output,
    kill: async (signal) => {
      child.kill(signal);
      await gone;
    },
  };
}
