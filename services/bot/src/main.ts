import { announceStart } from "@liss/messaging";
import { loadConfig, onShutdown, startTelemetry } from "@liss/telemetry";
import { Config } from "./config.ts";
import { startBot } from "./service.ts";

const config = loadConfig(Config, process.env);
const { logger, flush } = startTelemetry("bot");
const bot = await startBot({ config, logger });
await announceStart({
  service: "bot",
  databaseUrl: config.DATABASE_URL,
  config,
  versions: { content: bot.contentVersion },
});

logger.info({ port: bot.port, knowledge: bot.contentVersion, mode: config.LISS_MODE }, "the robot listens");
onShutdown(bot.stop, flush);
