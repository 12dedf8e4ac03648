import { announceStart } from "@liss/messaging";
import { loadConfig, onShutdown, startTelemetry } from "@liss/telemetry";
import { Config } from "./config.ts";
import { startRouting } from "./service.ts";

const config = loadConfig(Config, process.env);
const telemetry = startTelemetry("executive-routing");
const routing = await startRouting(config, telemetry.logger);
await announceStart({ service: "executive-routing", databaseUrl: config.DATABASE_URL, config });

telemetry.logger.info({ port: routing.port }, "the desk is open");
onShutdown(routing.stop, telemetry.flush);
