import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { SetupProblem } from "./setup-problem.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const APPLICATIONS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

type Search = { env?: NodeJS.ProcessEnv; home?: string; onProgress?: (sentence: string) => void };

/**
 * The path of a Chromium for browser tests: `LISS_CHROMIUM`, PATH, the usual applications, Playwright's own
 * download, and as root on Debian the system's package, installed on the spot.
 *
 * @throws SetupProblem when there is none to be had.
 */
export function findChromium({ env = process.env, home = homedir(), onProgress }: Search = {}): string {
  const named = env.LISS_CHROMIUM;
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new SetupProblem(`LISS_CHROMIUM names ${named}, which does not exist: correct it or unset it.`);
  }
  const found =
    onPath(env.PATH ?? "") ?? APPLICATIONS[process.platform]?.find(existsSync) ?? playwrights(env, home);
  if (found !== undefined) return found;

  const installed = installAsRoot(onProgress) ? onPath("/usr/bin") : undefined;
  if (installed !== undefined) return installed;
  throw new SetupProblem(
    "There is no Chromium on this machine for the browser tests: install it ('apt install chromium', 'brew install --cask chromium', or 'npx playwright install chromium'), or name one in LISS_CHROMIUM.",
  );
}

function onPath(path: string): string | undefined {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)))
    .find(existsSync);
}

function playwrights(env: NodeJS.ProcessEnv, home: string): string | undefined {
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, "Library/Caches/ms-playwright"),
    win32: join(env.LOCALAPPDATA ?? home, "ms-playwright"),
  };
  const cache =
    env.PLAYWRIGHT_BROWSERS_PATH ?? caches[process.platform] ?? join(home, ".cache/ms-playwright");
  if (!existsSync(cache)) return undefined;
  const binaries = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-win/chrome.exe",
    "chrome-win64/chrome.exe",
  ];
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => binaries.map((binary) => join(cache, name, binary)))
    .find(existsSync);
}

function installAsRoot(onProgress: Search["onProgress"]): boolean {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  onProgress?.("Installing chromium with apt-get (once, for the browser tests)");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () =>
    execFileSync("apt-get", ["install", "-qq", "-y", "--no-install-recommends", "chromium"], {
      env,
      stdio: "ignore",
    });
  try {
    install();
    return true;
  } catch {
    // The lists may be missing or out of date.
  }
  try {
    execFileSync("apt-get", ["update", "-qq"], { env, stdio: "ignore" });
    install();
    return true;
  } catch {
    return false;
  }
}
