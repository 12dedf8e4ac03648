import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findChromium } from "./find-chromium.ts";

function folder(...files: string[]): string {
  const path = mkdtempSync(join(tmpdir(), "liss-chromium-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), "");
  }
  return path;
}

test("the one that LISS_CHROMIUM names goes before all others", () => {
  const named = join(folder("mine"), "mine");
  const env = { LISS_CHROMIUM: named, PATH: folder("chromium") };
  expect(findChromium({ env })).toBe(named);
});

test("a LISS_CHROMIUM that does not exist is an error, not a reason to take another", () => {
  expect(() =>
    findChromium({ env: { LISS_CHROMIUM: "/nowhere/chromium", PATH: folder("chromium") } }),
  ).toThrow(/LISS_CHROMIUM/);
});

test("PATH is searched under all its names", () => {
  const path = folder("google-chrome-stable");
  expect(findChromium({ env: { PATH: `/nowhere:${path}` } })).toBe(join(path, "google-chrome-stable"));
});

test.runIf(process.platform === "linux")("the newest of Playwright's downloads is taken", () => {
  const cache = folder("chromium-1100/chrome-linux/chrome", "chromium-1208/chrome-linux64/chrome");
  const env = { PATH: "/nowhere", PLAYWRIGHT_BROWSERS_PATH: cache };
  expect(findChromium({ env })).toBe(join(cache, "chromium-1208/chrome-linux64/chrome"));
});
