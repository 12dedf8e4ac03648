import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

const running = new Set<ChildProcess>();

type Command = {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Receives everything it says while it says it, so that a run that hangs can be looked at. */
  logFile: string;
  onLine: (line: string) => void;
};

/** Runs one of the workspace's tools and gathers what it says, without colours. Never rejects. */
export function runCommand(options: Command): Promise<{ code: number; output: string }> {
  const { command, args, cwd, env, logFile, onLine } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    running.add(child);
    const log = createWriteStream(logFile);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (coloured) => {
        const line = stripVTControlCharacters(coloured);
        output += `${line}\n`;
        log.write(`${line}\n`);
        onLine(line);
      });
    }
    const end = (code: number, words = "") => {
      running.delete(child);
      log.end();
      resolve({ code, output: output + words });
    };
    child.on("error", (error) => end(127, error.message));
    child.on("close", (code) => end(code ?? 1));
  });
}

/** Asks what still runs to stop. */
export function endCommands() {
  for (const child of running) child.kill("SIGTERM");
}
