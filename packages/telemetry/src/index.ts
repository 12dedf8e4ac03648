export { ConfigInvalid, loadConfig, readConfig } from "./config.ts";
export { type Check, healthRouter } from "./health.ts";
export { createLogger, type Logger } from "./logger.ts";
export { meter } from "./metrics.ts";
export { injectTrace, withTrace } from "./propagation.ts";
export { type Listening, listen } from "./server.ts";
export { emitSessionRoot, inSession, type SpanAttributes } from "./session-trace.ts";
export { onShutdown, type ShutdownStep } from "./shutdown.ts";
export { startTelemetry, type Telemetry } from "./telemetry.ts";
