// Plain JavaScript for any Node from 20 on, with nothing installed: it installs what everything else needs.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs, { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Something that a person can mend; its message is all she needs to read. */
class Problem extends Error {}

/** Node 24 as the workspace pins it, whatever Node started us. */
export const pinnedNode = nodeOf(root);

function nodeOf(folder) {
  return join(folder, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");
}

/** The environment in which the workspace's own tools, the pinned Node and pnpm first of all, are on PATH. */
export function workspaceEnv() {
  const { pnpm } = installed(root) ?? {};
  const tools = [
    dirname(pinnedNode),
    ...(pnpm === undefined ? [] : [dirname(pnpm)]),
    join(root, "node_modules/.bin"),
  ];
  const path = [...tools, process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
}

/** Free space that a start needs, in bytes: packages (once), then data and logs. */
const ROOM = { install: 2_000_000_000, run: 500_000_000 };

/** @throws Problem when this Node is too old or the disk too full to begin. */
export function checkMachine({ version = process.versions.node, free = undefined } = {}) {
  const [major] = version.split(".").map(Number);
  if (major < 20) {
    throw new Problem(
      `Liss needs Node 20 or newer and this is ${version}: install a current Node and try again.`,
    );
  }
  const needed = existsSync(pinnedNode) ? ROOM.run : ROOM.install;
  const room = free ?? freeSpace();
  if (room < needed) {
    throw new Problem(
      `The disk is almost full: ${gigabytes(room)} free where Liss needs ${gigabytes(needed)}; free some space and try again.`,
    );
  }
}

function freeSpace() {
  const { bavail, bsize } = fs.statfsSync(root); // a Node too old to have it has been told so before
  return bavail * bsize;
}

/** Installs the locked packages with the pinned pnpm; nothing happens when they are there already. */
export async function install(progress, folder = root) {
  const wanted = fingerprint(folder);
  if (installed(folder)?.fingerprint === wanted) return;

  const { packageManager } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const env = { ...process.env, CI: "true", npm_config_loglevel: "error" };
  const step = progress.step("Installing packages");
  const runOrFail = async (command, args) => {
    const { code, output } = await run(command, args, { cwd: folder, env });
    if (code === 0) return output;
    step.failed();
    throw new Problem(installProblem(output));
  };
  // npx keeps the pinned pnpm in npm's own cache. turbo needs it too, later, so its place is noted.
  const find = process.platform === "win32" ? "where pnpm" : "command -v pnpm";
  const found = await runOrFail("npx", ["--yes", "--package", packageManager, "--call", find]);
  const pnpm = found.trim().split(/\r?\n/).at(-1);
  await runOrFail(pnpm, ["install", "--frozen-lockfile", "--config.confirm-modules-purge=false"]);
  writeFileSync(stampOf(folder), JSON.stringify({ fingerprint: wanted, pnpm }));
  step.done();
}

/** What an earlier installation noted; undefined when it is not complete or its pnpm has gone. */
function installed(folder) {
  if (!existsSync(stampOf(folder)) || !existsSync(nodeOf(folder))) return undefined;
  try {
    const noted = JSON.parse(readFileSync(stampOf(folder), "utf8"));
    return existsSync(noted.pnpm) ? noted : undefined;
  } catch {
    return undefined;
  }
}

function stampOf(folder) {
  return join(folder, "node_modules/.liss-installed.json");
}

/** Changes whenever an installation would. */
function fingerprint(folder) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex");
}

/** Builds the web applications; turbo skips what has not changed. */
export async function build(progress) {
  const step = progress.step("Building the web applications");
  const { code, output } = await run(
    "turbo",
    ["run", "build", "--output-logs=errors-only", "--no-update-notifier"],
    {
      env: workspaceEnv(),
    },
  );
  if (code !== 0) {
    step.failed();
    if (isDiskFull(output)) throw new Problem(DISK_FULL);
    throw new Problem(`The web applications could not be built:\n${lastLines(output, 30)}`);
  }
  step.done();
}

/** Runs a program and gathers what it says. Never rejects. */
function run(command, args, { env, cwd = root }) {
  return new Promise((resolve) => {
    const shell = process.platform === "win32"; // npx and turbo are scripts there
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], shell });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function lastLines(text, count) {
  return stripVTControlCharacters(text).trimEnd().split("\n").slice(-count).join("\n");
}

/** Says what went wrong: one sentence for what a person can mend, the whole story for a mistake of ours. */
export function explain(error) {
  const plain = ["SetupProblem", "AppFailed"];
  if (error instanceof Problem || plain.includes(error?.name) || error?.code?.startsWith?.("ERR_PARSE_ARGS"))
    return `\n${error.message}\n`;
  if (error?.code === "ENOSPC") return `\n${DISK_FULL}\n`;
  return `\n${error?.stack ?? error}\n`;
}

const DISK_FULL = "The disk is full: free some space and try again.";

function isDiskFull(output) {
  return /ENOSPC|no space left on device/i.test(output);
}

function installProblem(output) {
  if (isDiskFull(output)) return DISK_FULL;
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|META_FETCH_FAIL/i.test(output)
  ) {
    return "The packages could not be downloaded because the package registry does not answer: check the network (or the proxy in npm's configuration) and try again.";
  }
  if (/OUTDATED_LOCKFILE/.test(output)) {
    return "pnpm-lock.yaml does not match the package.json files: run 'pnpm install', look at the change, and try again.";
  }
  if (/ENOENT.*npx|npx.*ENOENT/.test(output)) {
    return "npx is not on PATH: install Node together with npm and try again.";
  }
  return `The packages could not be installed:\n${lastLines(output, 20)}`;
}

function gigabytes(bytes) {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
