import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { postgresAccount } from "./postgres/account.ts";
import { realDataFolder, removePostgresData } from "./postgres/data-folder.ts";
import { type RunningPostgres, startPostgres } from "./postgres/start-postgres.ts";
import { isAlive } from "./server-process.ts";

function temporary(mode = 0o711): string {
  const path = mkdtempSync(join(tmpdir(), "liss-postgres-test-"));
  chmodSync(path, mode);
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function start(options: Parameters<typeof startPostgres>[0]): Promise<RunningPostgres> {
  const server = await startPostgres({ durable: false, ...options });
  onTestFinished(() => server.stop());
  return server;
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("data in a folder that can be crossed, though not listed, stays where it was asked for", async () => {
  const dataDir = join(temporary(0o711), "data");
  expect((await start({ dataDir })).dataDir).toBe(dataDir);
});

test("what was committed a moment before SIGKILL is there after the restart, even without fsync", async () => {
  const dataDir = join(temporary(), "data");
  const first = await start({ dataDir, databases: ["one"] });
  await query(first.urlOf("one"), "create table fact (n int); insert into fact values (1)");
  await first.kill();
  const second = await start({ dataDir, port: first.port, databases: ["one"] });
  expect(await query(second.urlOf("one"), "select n from fact")).toEqual([{ n: 1 }]);
});

test("a server that a killed parent left running is stopped, and the data taken over", async () => {
  const dataDir = join(temporary(), "data");
  const orphan = await start({ dataDir });
  const next = await start({ dataDir });
  expect(isAlive(orphan.pid)).toBe(false);
  expect(await query(next.url, "select 1 as n")).toEqual([{ n: 1 }]);
});

test("a stale postmaster.pid whose pid now belongs to somebody else is removed, and that process left alone", async () => {
  const dataDir = join(temporary(), "data");
  const first = await start({ dataDir });
  const folder = realDataFolder(dataDir, postgresAccount());
  const pidFile = readFileSync(join(folder, "postmaster.pid"), "utf8");
  await first.kill();
  const stranger = spawn("sleep", ["60"]);
  onTestFinished(() => void stranger.kill("SIGKILL"));
  writeFileSync(join(folder, "postmaster.pid"), pidFile.replace(/^\d+/, String(stranger.pid)));

  await start({ dataDir });
  expect(isAlive(stranger.pid!)).toBe(true);
});

test.runIf(process.getuid?.() === 0)(
  "as root, data in a place that only root may enter lives elsewhere, and is removed there",
  async () => {
    const dataDir = join(temporary(0o700), "data");
    const server = await start({ dataDir, databases: ["one"] });
    const real = realDataFolder(dataDir, postgresAccount());
    expect(real).not.toBe(dataDir);
    await server.stop();
    removePostgresData(dataDir);
    expect(existsSync(real)).toBe(false);
  },
);

test("an initialisation that was cut short is done again", async () => {
  const dataDir = join(temporary(), "data");
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, "half"), "");
  const server = await start({ dataDir });
  expect(await query(server.url, "show server_version_num")).toMatchObject([
    { server_version_num: expect.stringMatching(/^18/) },
  ]);
});

test.runIf(process.platform === "linux")(
  "a parent that is killed outright takes its servers with it",
  async () => {
    const folder = temporary();
    const script = join(import.meta.dirname, "fixtures/start-both.ts");
    const parent = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const words = await new Promise<string>((resolve) =>
      parent.stdout.once("data", (chunk) => resolve(String(chunk))),
    );
    const pids = JSON.parse(words) as number[];
    expect(pids.every(isAlive)).toBe(true);

    parent.kill("SIGKILL");
    for (let waited = 0; waited < 5_000 && pids.some(runs); waited += 50) await sleep(50);
    expect(pids.filter(runs)).toEqual([]);
  },
);

/** A zombie waits for its parent to take notice; it no longer runs. */
function runs(pid: number): boolean {
  return isAlive(pid) && !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
}
