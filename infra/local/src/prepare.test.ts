import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SetupProblem } from "@liss/servers";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { checkMachine, explain, install } from "../prepare.mjs";

const silence = { step: () => ({ done() {}, failed() {} }), line() {} };

afterEach(() => vi.unstubAllEnvs());

/** A workspace for which `npx` finds a pnpm that notes each call and then does what it is told. */
function workspace(pnpm: string) {
  const folder = mkdtempSync(join(tmpdir(), "liss-prepare-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const script = (path: string, lines: string) => {
    writeFileSync(join(folder, path), `#!/bin/sh\necho "$(basename $0) $@" >> "${folder}/calls"\n${lines}\n`);
    chmodSync(join(folder, path), 0o755);
  };
  writeFileSync(join(folder, "package.json"), '{ "packageManager": "pnpm@12.21.0" }');
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) writeFileSync(join(folder, file), "");
  mkdirSync(join(folder, "node_modules/node/bin"), { recursive: true });
  writeFileSync(join(folder, "node_modules/node/bin/node"), "");
  mkdirSync(join(folder, "bin"));
  script("bin/npx", `echo ${folder}/bin/pnpm`);
  script("bin/pnpm", pnpm);
  vi.stubEnv("PATH", `${join(folder, "bin")}:/usr/bin:/bin`);
  return { folder, calls: () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n") };
}

test("the pinned pnpm installs the frozen lockfile, once per lockfile", async () => {
  const { folder, calls } = workspace("exit 0");
  await install(silence, folder);
  await install(silence, folder);
  expect(calls()).toEqual([
    expect.stringMatching(/^npx --yes --package pnpm@12\.21\.0/),
    expect.stringMatching(/^pnpm install --frozen-lockfile/),
  ]);

  writeFileSync(join(folder, "pnpm-lock.yaml"), "changed");
  await install(silence, folder);
  expect(calls()).toHaveLength(4);
});

test("a pnpm that has gone from npm's cache is fetched again", async () => {
  const { folder, calls } = workspace("exit 0");
  await install(silence, folder);
  writeFileSync(
    join(folder, "node_modules/.liss-installed.json"),
    readFileSync(join(folder, "node_modules/.liss-installed.json"), "utf8").replace(
      "/bin/pnpm",
      "/gone/pnpm",
    ),
  );
  await install(silence, folder);
  expect(calls()).toHaveLength(4);
});

test.each([
  [
    "npm error request to https://registry.example failed, reason: getaddrinfo ENOTFOUND",
    /registry does not answer.*check the network/,
  ],
  ["ERR_PNPM_OUTDATED_LOCKFILE Cannot install with frozen-lockfile", /pnpm-lock\.yaml does not match/],
  ["npm error ENOSPC: no space left on device, write", /disk is full/],
])("an installation that fails with %s is told in one sentence", async (words, sentence) => {
  const { folder } = workspace(`echo "${words}" >&2; exit 1`);
  await expect(install(silence, folder)).rejects.toThrow(sentence);
  await expect(install(silence, folder)).rejects.toThrow(); // and it is tried again the next time
});

test("a Node that is too old is named, together with what is needed", () => {
  expect(() => checkMachine({ version: "18.20.4" })).toThrow(/Node 20 or newer and this is 18\.20\.4/);
  expect(() => checkMachine({ version: "20.0.0" })).not.toThrow();
});

test("a disk that is almost full is noticed before anything begins", () => {
  expect(() => checkMachine({ free: 1_000_000 })).toThrow(/almost full: 0\.0 GB free/);
});

test("what a person can mend is told without a stack, a mistake of ours with it", () => {
  expect(explain(new SetupProblem("Port 4010 is taken."))).toBe("\nPort 4010 is taken.\n");
  expect(explain(Object.assign(new Error("write"), { code: "ENOSPC" }))).toMatch(/disk is full/);
  expect(explain(new TypeError("x is undefined"))).toMatch(/TypeError: x is undefined\n\s+at /);
});
