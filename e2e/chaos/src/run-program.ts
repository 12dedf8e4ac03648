import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs one of our commands as anybody would, with its words on standard error. @returns its exit code */
export async function runProgram(path: string, args: string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [`${root}${path}`, ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.pipe(process.stderr, { end: false });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? -1;
}
