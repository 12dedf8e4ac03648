import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, type StackOptions, startStack } from "./stack.ts";

/** A whole Liss for one run of a program that tries something on it, and a folder of its own. */
export type Trial = {
  stack: Stack;
  /** A place in the run's folder, outside of what Liss itself writes. */
  place(name: string): string;
  /** Where Liss has its data. */
  dataDir: string;
  /** To whoever watches; what was found goes to standard output. */
  say(sentence: string): void;
};

/**
 * Starts Liss on free ports with empty data, does the work, stops it whatever happens, also on a signal, and ends the
 * process: with 0 when the work says that all was well. Otherwise logs and data are kept, and it says where.
 */
export async function trial(
  options: Omit<StackOptions, "dataDir" | "ports">,
  work: (trial: Trial) => Promise<boolean>,
): Promise<never> {
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const folder = mkdtempSync(join(tmpdir(), "liss-"));
  chmodSync(folder, 0o711); // Postgres runs as another account under root, and crosses it
  const place = (name: string) => join(folder, name);
  const dataDir = place("liss");
  let stack: Stack | undefined;
  let ending = false;

  async function end(code: number): Promise<never> {
    if (!ending) {
      ending = true;
      await stack?.stop().catch((error: unknown) => say(String(error)));
      if (code === 0) rmSync(folder, { recursive: true, force: true });
      else say(`Logs and data of this run: ${folder}`);
    }
    process.exit(code);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void end(130));

  try {
    say(`Starting Liss on free ports${options.durable ? ", with durable Postgres and NATS" : ""}…`);
    stack = await startStack({ ...options, dataDir, ports: "free" });
    return await end((await work({ stack, place, dataDir, say })) ? 0 : 1);
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return await end(1);
  }
}
