import { migrate, openDatabase } from "@liss/database";
import { announceStart, connectBus } from "@liss/messaging";
import { listen, loadConfig, onShutdown, startTelemetry } from "@liss/telemetry";
import { GatewayConfig } from "./config.ts";
import { migrations } from "./database/migrations.ts";
import { startGateway } from "./service.ts";

const config = loadConfig(GatewayConfig);
const { logger, flush } = startTelemetry("gateway");

const owner = openDatabase({
  url: config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL,
  name: "gateway migrations",
});
await migrate(owner, migrations);
await owner.destroy();

const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
const bus = await connectBus({ url, user, password, service: "gateway", logger });
const gateway = startGateway({ config, bus, logger });
const http = await listen(gateway.server, config.PORT);
await announceStart({ service: "gateway", databaseUrl: config.DATABASE_URL, config });
logger.info({ port: http.port, mode: config.LISS_MODE }, "the gateway is open");

onShutdown(http.close, gateway.stop, bus.drain, flush);
