// node infra/local/run.mjs PROGRAM [ARGUMENT…]: plain JavaScript for any Node from 20 on. Runs one of our programs
// (TypeScript, from its source) on the pinned Node and ends as it ends. Standard output is the program's alone.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { checkMachine, explain, install, pinnedNode, root, workspaceEnv } from "./prepare.mjs";
import { createProgress } from "./progress.mjs";

const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  process.stderr.write("usage: node infra/local/run.mjs PROGRAM [ARGUMENT…]\n");
  process.exit(64);
}

try {
  // After `npm start` or `npm test` everything is here; before, it is worth the minute.
  if (!existsSync(pinnedNode)) {
    checkMachine();
    await install(createProgress(process.stderr));
  }
} catch (error) {
  process.stderr.write(explain(error));
  process.exit(1);
}

const child = spawn(pinnedNode, [resolve(root, program), ...args], { env: workspaceEnv(), stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  process.stderr.write(explain(error));
  process.exit(1);
});
child.on("exit", (code) => process.exit(code ?? 1));
