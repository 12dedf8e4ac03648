import { announceStart, connectBus } from "@liss/messaging";
import { loadConfig, onShutdown, startTelemetry } from "@liss/telemetry";
import { Config } from "./config.ts";
import { ENTRY_SCHEMA } from "./ledger/entry-format.ts";
import { REPORT_FORMAT } from "./report/report.ts";
import { startAudit } from "./service.ts";

const config = loadConfig(Config);
const telemetry = startTelemetry("audit");
const bus = await connectBus({
  url: config.NATS_URL,
  user: config.NATS_USER,
  password: config.NATS_PASSWORD,
  service: "audit",
  logger: telemetry.logger,
});
const audit = await startAudit(config, { bus, logger: telemetry.logger });
await announceStart({
  service: "audit",
  databaseUrl: config.DATABASE_URL,
  config,
  versions: { entry: ENTRY_SCHEMA, report: REPORT_FORMAT },
});

telemetry.logger.info({ port: audit.port }, "the record is open");
onShutdown(audit.stop, bus.drain, telemetry.flush); // finish what is under way, then say goodbye
