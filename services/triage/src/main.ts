import { announceStart } from "@liss/messaging";
import { loadConfig, onShutdown, startTelemetry } from "@liss/telemetry";
import { Config } from "./config.ts";
import { startTriage } from "./service.ts";

const config = loadConfig(Config, process.env);
const { logger, flush } = startTelemetry("triage");
const triage = await startTriage({ config, logger });
await announceStart({
  service: "triage",
  databaseUrl: config.DATABASE_URL,
  config,
  versions: { rules: triage.ruleVersion },
});

logger.info({ port: triage.port, rules: triage.ruleVersion, mode: config.LISS_MODE }, "triage reads");
onShutdown(triage.stop, flush);
