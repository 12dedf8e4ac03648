// Plain JavaScript for any Node from 20 on, with nothing installed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, checkMachine, explain, install, pinnedNode, root, workspaceEnv } from "./prepare.mjs";
import { createProgress } from "./progress.mjs";

/** Installs and builds what is missing, then runs a program of ours on the pinned Node and ends as it ends. */
export async function handOver({ title, program }) {
  try {
    checkMachine();
    const progress = createProgress();
    progress.line(title);
    await install(progress);
    await build(progress);
  } catch (error) {
    process.stderr.write(explain(error));
    process.exit(1);
  }

  const child = spawn(pinnedNode, [join(root, program), ...process.argv.slice(2)], {
    env: workspaceEnv(),
    // The channel closes when we are killed outright: the program then stops everything by itself.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
}
