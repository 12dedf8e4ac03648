import { createLogger } from "./logger.ts";

const limitMs = 10_000;

/** One thing to stop. Steps run one after the other, each after the one before has finished. */
export type ShutdownStep = () => Promise<unknown> | unknown;

/**
 * On SIGTERM or SIGINT: runs the steps in order and exits. 0 when all went well; 1 when one failed (the others
 * still run) or when ten seconds were not enough. A second signal while stopping exits at once.
 */
export function onShutdown(...steps: ShutdownStep[]): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    void runSteps(signal, steps).then((clean) => process.exit(clean ? 0 : 1));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

async function runSteps(signal: NodeJS.Signals, steps: ShutdownStep[]): Promise<boolean> {
  const logger = createLogger(process.env.OTEL_SERVICE_NAME ?? "liss");
  logger.info({ signal }, "stopping");
  const limit = setTimeout(() => {
    logger.error({ limitMs }, "stopping took too long, leaving");
    process.exit(1);
  }, limitMs);
  let clean = true;
  for (const [index, step] of steps.entries()) {
    try {
      await step();
    } catch (error) {
      clean = false;
      logger.error({ err: error, step: step.name || index }, "a step of the shutdown failed");
    }
  }
  clearTimeout(limit);
  logger.info({ clean }, "stopped");
  return clean;
}
