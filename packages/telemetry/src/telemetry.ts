import { flushSpans } from "./flush.ts";
import { createLogger, type Logger } from "./logger.ts";
import { watchRuntime } from "./runtime-metrics.ts";

/** What a service holds for its whole life. */
export interface Telemetry {
  logger: Logger;
  /** Writes out the spans that have ended; the last step of a shutdown. */
  flush(): Promise<void>;
}

/**
 * The logger of the service and a last word for crashes: Node prints an uncaught error with all its properties,
 * rows and parameters of a failed statement included, so it is logged scrubbed here instead, and the process
 * exits with 1.
 */
export function startTelemetry(service: string): Telemetry {
  const logger = createLogger(service);
  watchRuntime();
  const crash = (error: unknown) => {
    logger.fatal({ err: error }, "crashed");
    const leave = () => process.exit(1);
    setTimeout(leave, 2_000).unref();
    void flushSpans().then(leave, leave);
  };
  process.on("uncaughtException", crash);
  process.on("unhandledRejection", crash);
  return { logger, flush: flushSpans };
}
