import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, startProcess } from "@liss/servers";

/** Builds the web applications again when their sources change, for as long as we run. */
export async function startBuildWatch(logsDir: string): Promise<void> {
  const logFile = openSync(join(logsDir, "build.log"), "a", 0o600);
  try {
    await startProcess({
      command: join(repositoryRoot, "node_modules/.bin/turbo"),
      args: ["watch", "build"],
      stopSignal: "SIGTERM",
      cwd: repositoryRoot,
      logFile,
    });
  } finally {
    closeSync(logFile);
  }
}
