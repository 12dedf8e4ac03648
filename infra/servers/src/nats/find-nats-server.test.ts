import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findNatsServer } from "./find-nats-server.ts";

const nothing = { path: "/nowhere", systemFolders: [], download: undefined };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "liss-nats-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A program that says it is nats-server of this version. */
function pretend(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

test("a recent one on PATH is taken, an older one before it is passed over", async () => {
  const [old, recent] = [folder(), folder()];
  pretend(join(old, "nats-server"), "2.9.10");
  const path = pretend(join(recent, "nats-server"), "2.12.1");
  expect(await findNatsServer({ ...nothing, path: `${old}:${recent}`, cacheDir: folder() })).toEqual({
    path,
    version: "2.12.1",
  });
});

test("one that was downloaded earlier is used again", async () => {
  const cacheDir = folder();
  const path = pretend(join(cacheDir, "usr/sbin/nats-server"), "2.10.27");
  const download = () => Promise.reject(new Error("there is no need"));
  expect((await findNatsServer({ ...nothing, cacheDir, download })).path).toBe(path);
});

test("otherwise it is downloaded, and whoever looks on is told", async () => {
  const cacheDir = folder();
  const told: string[] = [];
  const download = async (into: string) => {
    pretend(join(into, "usr/sbin/nats-server"), "2.10.27");
    return undefined;
  };
  const { version } = await findNatsServer({
    ...nothing,
    cacheDir,
    download,
    onProgress: (sentence) => void told.push(sentence),
  });
  expect(version).toBe("2.10.27");
  expect(told).toHaveLength(1);
});

test("without any, the message says what was found, why the archive did not help and what to do", async () => {
  const old = folder();
  pretend(join(old, "nats-server"), "2.9.10");
  const download = async () => "the mirror does not answer";
  await expect(findNatsServer({ ...nothing, path: old, cacheDir: folder(), download })).rejects.toThrow(
    /2\.10 or newer.*found 2\.9\.10, too old.*the mirror does not answer.*Install it with/,
  );
});
