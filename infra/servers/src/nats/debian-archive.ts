import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type AptSource, parseAptSources } from "./apt-sources.ts";

const run = promisify(execFile);
const DOWNLOAD_LIMIT = 180_000;

/** The oldest release of each family whose archive has nats-server ≥ 2.10, and the component that holds it. */
const RELEASES = {
  debian: { suite: "trixie", component: "main" }, // 2.10.27; bookworm's 2.9.10 is too old
  ubuntu: { suite: "noble", component: "universe" },
} as const;

/** True on Debian, Ubuntu and their kin with apt and dpkg installed. */
export function canUseApt(): boolean {
  return existsSync("/usr/bin/apt-get") && existsSync("/usr/bin/dpkg") && existsSync("/etc/os-release");
}

/**
 * Fetches the nats-server package from the mirror the machine already trusts, with only the suite changed, and
 * unpacks it into `folder`. apt keeps its state in a folder of its own that is removed afterwards: no root, no
 * change to the system's lists, cache or configuration. Signatures are checked by apt as always.
 *
 * @returns what went wrong, in a few words; undefined when all went well.
 */
export async function downloadFromArchive(folder: string): Promise<string | undefined> {
  const family = familyOf(readFileSync("/etc/os-release", "utf8"));
  if (family === undefined) return "it is neither Debian's nor Ubuntu's";
  const mirror = parseAptSources().find(
    (source) =>
      source.components.includes("main") && source.suites.some((suite) => suite === family.codename),
  );
  if (mirror === undefined) return "apt's sources name no main archive";

  mkdirSync(dirname(folder), { recursive: true });
  const workspace = mkdtempSync(join(dirname(folder), "nats-server-download-"));
  try {
    const options = privateApt(workspace, sourceLine(mirror, family.release));
    await run("apt-get", [...options, "update"], { timeout: DOWNLOAD_LIMIT });
    await run("apt-get", [...options, "download", "nats-server"], {
      cwd: workspace,
      timeout: DOWNLOAD_LIMIT,
    });
    const archive = readdirSync(workspace).find((name) => name.endsWith(".deb"));
    if (archive === undefined) return "it offered no nats-server";
    const unpacked = join(workspace, "unpacked");
    await run("dpkg", ["-x", join(workspace, archive), unpacked], { timeout: DOWNLOAD_LIMIT });
    putInPlace(unpacked, folder);
    return undefined;
  } catch (error) {
    return firstComplaint(error);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function familyOf(osRelease: string) {
  const value = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(osRelease)?.[1] ?? "";
  const codename = value("VERSION_CODENAME");
  if (value("ID") === "debian") return { codename, release: RELEASES.debian };
  if (value("ID") === "ubuntu") return { codename, release: RELEASES.ubuntu };
  return undefined;
}

function sourceLine(mirror: AptSource, { suite, component }: { suite: string; component: string }): string {
  const trust = mirror.signedBy === undefined ? "" : `[signed-by=${mirror.signedBy}] `;
  return `deb ${trust}${mirror.uri} ${suite} ${component}\n`;
}

function privateApt(workspace: string, sources: string): string[] {
  const place = (name: string) => {
    const path = join(workspace, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const list = join(workspace, "sources.list");
  writeFileSync(list, sources);
  const settings: Record<string, string> = {
    "Dir::Etc::SourceList": list,
    "Dir::Etc::SourceParts": place("no-source-parts"),
    "Dir::State": place("state"),
    "Dir::State::Lists": place("state/lists"),
    "Dir::Cache": place("cache"),
    "Dir::Cache::Archives": place("cache/archives"),
    "Acquire::Languages": "none",
    "Acquire::Retries": "2",
    "Acquire::http::Timeout": "20",
    // Root's apt would otherwise drop to an account that cannot write into our folder.
    "APT::Sandbox::User": "root",
    "APT::Update::Post-Invoke-Success": "",
  };
  place("cache/archives/partial");
  place("state/lists/partial");
  return ["-q", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
}

function putInPlace(unpacked: string, folder: string) {
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(unpacked, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // otherwise another process was faster, and its copy serves
  }
}

function firstComplaint(error: unknown): string {
  const words = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  if (/No space left on device/i.test(words)) return "the disk is full";
  const complaint = words.split("\n").find((line) => line.startsWith("E:")) ?? words.split("\n")[0] ?? "";
  return complaint.replace(/^E:\s*/, "").trim() || "it did not answer in time";
}
