import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { lissFolder } from "../liss-folder.ts";
import { SetupProblem } from "../setup-problem.ts";
import { canUseApt, downloadFromArchive } from "./debian-archive.ts";

export type NatsServer = { path: string; version: string };

/** Older servers silently ignore options that the client accepts (consumer backoff, metadata…). */
const OLDEST = [2, 10] as const;

type Search = {
  /** Folders to look in, as in PATH. */
  path?: string;
  /** Folders to look in besides. */
  systemFolders?: readonly string[];
  /** Where a downloaded nats-server is kept. */
  cacheDir?: string;
  /** Fetches it into a folder; says in a few words what went wrong. Undefined where there is no archive to ask. */
  download?: ((folder: string) => Promise<string | undefined>) | undefined;
  /** Told once, when something is about to be downloaded. */
  onProgress?: (sentence: string) => void;
};

/**
 * Finds nats-server ≥ 2.10: on PATH, then the one downloaded earlier into `.liss/`, then from the machine's own
 * Debian or Ubuntu archive, unpacked without root and without touching the system.
 *
 * @throws SetupProblem with the remedy for this operating system.
 */
export async function findNatsServer(search: Search = {}): Promise<NatsServer> {
  const cacheDir = search.cacheDir ?? join(lissFolder, "nats-server");
  const seen: string[] = [];
  const candidates = [...inFolders(search), unpackedIn(cacheDir)];
  for (const path of candidates) {
    if (!existsSync(path)) continue;
    const version = await versionOf(path);
    if (version !== undefined && isRecentEnough(version)) return { path, version };
    seen.push(version ?? "unreadable");
  }

  const download = "download" in search ? search.download : canUseApt() ? downloadFromArchive : undefined;
  let archiveProblem: string | undefined;
  if (download !== undefined) {
    search.onProgress?.("Downloading nats-server from the system's package archive (once)");
    archiveProblem = await download(cacheDir);
    const path = unpackedIn(cacheDir);
    const version = existsSync(path) ? await versionOf(path) : undefined;
    if (version !== undefined && isRecentEnough(version)) return { path, version };
    if (version !== undefined) archiveProblem = `the archive has only ${version}`;
  }
  throw new SetupProblem(sentence(seen, archiveProblem));
}

/** Where nats-server lies after `dpkg -x`. */
function unpackedIn(cacheDir: string): string {
  return join(cacheDir, "usr/sbin/nats-server");
}

/** Debian installs it in sbin, which is not on an ordinary user's PATH. */
const SYSTEM_FOLDERS = process.platform === "win32" ? [] : ["/usr/sbin", "/usr/local/sbin"];

function inFolders({ path = process.env.PATH ?? "", systemFolders = SYSTEM_FOLDERS }: Search): string[] {
  const name = process.platform === "win32" ? "nats-server.exe" : "nats-server";
  const folders = new Set([...path.split(delimiter), ...systemFolders].filter((folder) => folder !== ""));
  return [...folders].map((folder) => join(folder, name));
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: 10_000 });
    return /v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function sentence(seen: readonly string[], archiveProblem: string | undefined): string {
  const found = seen.length > 0 ? ` (found ${seen.join(", ")}, too old)` : "";
  const tried = archiveProblem === undefined ? "" : ` The package archive did not help: ${archiveProblem}.`;
  return `Liss needs nats-server 2.10 or newer and there is none on this machine${found}.${tried} ${remedy()}`;
}

function remedy(): string {
  if (process.platform === "darwin") return "Install it with 'brew install nats-server' and try again.";
  if (process.platform === "win32")
    return "Install it with 'winget install NATSAuthors.NATSServer' and try again.";
  return "Install it with your package manager ('apt install nats-server' on Debian 13, 'apk add nats-server' on Alpine) or put the binary of the NATS project on PATH, and try again.";
}
