import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openDatabase } from "@liss/database";
import { createLogger } from "@liss/telemetry";
import { openVault, parseKey, type VaultTables } from "@liss/vault";
import type { GatewayTables } from "../database/tables.ts";
import { blindIndexes } from "../identity/blind-indexes.ts";
import { contactBook } from "../identity/contacts.ts";
import { gatewayMetrics } from "../metrics.ts";
import { startDispatcher } from "../send/dispatcher.ts";
import { graphClient } from "../send/graph-client.ts";
import { createPacer } from "../send/pacing.ts";
import { createTracking } from "../send/tracking.ts";

/** What a sender of its own process needs to know. */
export type SenderSettings = {
  databaseUrl: string;
  vaultUrl: string;
  keyEncryptionKey: string;
  blindIndexKey: string;
  graphUrl: string;
  accessToken: string;
  phoneNumberId: string;
  timeoutMs: number;
  abandonedAfterMs: number;
};

/** The gateway's sending half in a process of its own: loaded, and still until told to go. */
export type SenderProcess = { go(): void; kill(): Promise<void> };

export async function startSenderProcess(settings: SenderSettings): Promise<SenderProcess> {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    env: { PATH: process.env.PATH, SENDER: JSON.stringify(settings) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const gone = once(child, "exit");
  const loaded = once(child, "message").then(() => "loaded");
  if ((await Promise.race([loaded, gone])) !== "loaded") throw new Error("the sender ended at once");
  return {
    go: () => void child.send("go"),
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

if (import.meta.main) {
  const settings = JSON.parse(process.env.SENDER ?? "{}") as SenderSettings;
  process.once("message", () => run(settings));
  process.on("disconnect", () => process.exit());
  process.send?.("loaded");
}

function run(settings: SenderSettings): void {
  const { phoneNumberId, timeoutMs, abandonedAfterMs, accessToken } = settings;
  const db = openDatabase<GatewayTables>({ url: settings.databaseUrl, name: "sender" });
  const keys = openDatabase<VaultTables>({ url: settings.vaultUrl, name: "sender" });
  const vault = openVault({ db: keys, keyEncryptionKey: parseKey(settings.keyEncryptionKey) });
  const indexes = blindIndexes(parseKey(settings.blindIndexKey));
  const now = () => new Date();
  const logger = createLogger("gateway");
  logger.level = "silent";
  startDispatcher({
    db,
    vault,
    contacts: contactBook({ vault, indexes }),
    tracking: createTracking({ vault, indexes, phoneNumberId, now }),
    store: {
      put: () => Promise.reject(new Error("no files here")),
      get: () => Promise.reject(new Error("no files here")),
      remove: () => Promise.resolve(false),
    },
    graph: graphClient({ url: settings.graphUrl, version: "v25.0", phoneNumberId, accessToken, timeoutMs }),
    pacer: createPacer({ db, phoneNumberId }),
    templates: [],
    metrics: gatewayMetrics(),
    logger,
    phoneNumberId,
    now,
    onEvents: () => {},
    abandonedAfterMs,
  });
}
