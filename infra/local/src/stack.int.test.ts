import { spawn } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "@liss/servers";
import { temporaryFolder } from "@liss/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createProgress } from "../progress.mjs";
import { portsFrom } from "./stack/ports.ts";
import { openRunRecord } from "./stack/run-record.ts";
import { type App, type Stack, startStack } from "./stack.ts";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const tiny = (name: App["name"]): App => ({ name, folder: fixture("tiny"), observed: false });

function temporary(): string {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  return folder.path;
}

function collected() {
  const lines: string[] = [];
  const progress = {
    ...createProgress(),
    step: () => ({ done() {}, failed() {} }),
    line: (text: string) => void lines.push(text),
  };
  return { lines, progress };
}

async function until(what: () => boolean | Promise<boolean>, limit = 10_000) {
  for (let waited = 0; waited < limit; waited += 50) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error("it did not come about in time");
}

describe("a running stack", () => {
  const folder = temporaryFolder();
  const dataDir = folder.path;
  const { lines, progress } = collected();
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({
      dataDir,
      ports: "free",
      durable: false,
      apps: [tiny("gateway"), tiny("bot"), tiny("audit"), tiny("simulator")],
      progress,
    });
  }, 60_000);

  afterAll(async () => {
    const left = stack.processes().map(({ pid }) => pid);
    await stack.stop();
    expect(left.filter(isAlive)).toEqual([]);
    folder.remove();
  });

  const environment = async (name: App["name"]) => {
    const response = await fetch(`${stack.addresses[name]}/environment`);
    return (await response.json()) as Record<string, string>;
  };

  test("the secrets are readable by nobody else", () => {
    expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  test("each service sees its own database and no other", async () => {
    const { DATABASE_URL: own = "" } = await environment("bot");
    expect(await query(own, "select current_user as me, current_database() as here")).toEqual([
      { me: "bot", here: "bot" },
    ]);
    for (const other of ["gateway", "routing", "audit", "identity", "postgres"]) {
      const url = new URL(own);
      url.pathname = `/${other}`;
      await expect(query(url.href, "select 1"), other).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("the vault is open to those who read content, closed to the audit", async () => {
    const { VAULT_DATABASE_URL: vault = "" } = await environment("bot");
    expect(await query(vault, "select id from content_keys")).toEqual([]);
    await expect(query(vault, "delete from content_keys")).rejects.toMatchObject({ code: "42501" });

    const audit = await environment("audit");
    expect(audit.VAULT_DATABASE_URL).toBeUndefined();
    expect(audit.LISS_KEY_FILE).toBeUndefined();
    const url = new URL(audit.DATABASE_URL ?? "");
    url.pathname = "/vault";
    await expect(query(url.href, "select 1")).rejects.toMatchObject({ code: "42501" });
  });

  test("the audit's own role cannot create or drop a table", async () => {
    const { DATABASE_URL: app = "", MIGRATION_DATABASE_URL: owner = "" } = await environment("audit");
    await query(owner, "create table ledger (n int)");
    await expect(query(app, "drop table ledger")).rejects.toMatchObject({ code: "42501" });
    await expect(query(app, "create table other (n int)")).rejects.toMatchObject({ code: "42501" });
  });

  test("only the gateway gets the secrets of WhatsApp and of phones, besides the simulator that plays WhatsApp", async () => {
    const [gateway, bot, simulator] = await Promise.all([
      environment("gateway"),
      environment("bot"),
      environment("simulator"),
    ]);
    expect(gateway.WHATSAPP_APP_SECRET).toBe(simulator.WHATSAPP_APP_SECRET);
    expect(gateway.LISS_BLIND_INDEX_KEY).toBeDefined();
    expect(simulator.LISS_BLIND_INDEX_KEY).toBeUndefined();
    expect(Object.keys(bot).filter((name) => name.startsWith("WHATSAPP"))).toEqual([]);
  });

  test("a service that dies is told of in one line and started again", async () => {
    const before = pidOf("bot");
    await fetch(`${stack.addresses.bot}/die`).catch(() => {});
    await until(() => lines.some((line) => line.includes("bot is back")));
    expect(lines.find((line) => line.includes("bot ended with code 3"))).toBeDefined();
    expect(pidOf("bot")).not.toBe(before);
  });

  test("a service that is killed stays down until it is restarted", async () => {
    await stack.kill("gateway");
    await sleep(700);
    expect(pidOf("gateway")).toBeUndefined();
    await stack.restart("gateway");
    expect((await environment("gateway")).OTEL_SERVICE_NAME).toBe("gateway");
  });

  test("the database and the broker can be killed and come back with their data", async () => {
    await query(stack.postgresUrl("bot"), "create table kept (n int)");
    await Promise.all([stack.kill("postgres"), stack.kill("nats")]);
    await Promise.all([stack.restart("postgres"), stack.restart("nats")]);
    expect(await query(stack.postgresUrl("bot"), "select * from kept")).toEqual([]);
  });

  test("a second start on the same data is refused while this one runs", async () => {
    const record = join(dataDir, "run.json");
    const other = { ...JSON.parse(readFileSync(record, "utf8")) };
    const copy = join(temporary(), "run.json");
    // As another process sees it: the record's main is not itself.
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    other.main = {
      name: "main",
      pid: child.pid,
      born: readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19],
    };
    writeFileSync(copy, JSON.stringify(other));
    await expect(openRunRecord(copy)).rejects.toThrow(/already runs/);
    expect(stack.processes()).toHaveLength(6);
  });

  function pidOf(name: string) {
    return stack.processes().find((process) => process.name === name)?.pid;
  }
});

test("a service that cannot start says why, and nothing is left running", async () => {
  const dataDir = temporary();
  const failing = startStack({
    dataDir,
    ports: "free",
    durable: false,
    apps: [{ name: "gateway", folder: fixture("broken"), observed: false }, tiny("bot")],
  });
  await expect(failing).rejects.toThrow(
    /gateway ended with code 1 while starting[\s\S]*WHATSAPP_APP_SECRET is missing/,
  );
  // Nothing holds the folder any more, so a next start may have it.
  (await openRunRecord(join(dataDir, "run.json"))).close();
}, 60_000);

test("a taken port is named together with the variable that changes it", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  await expect(
    startStack({
      dataDir: temporary(),
      ports: { "executive-routing": port, postgres: 4901, nats: 4902 },
      apps: [tiny("executive-routing")],
    }),
  ).rejects.toThrow(
    `Port ${port}, which executive-routing needs, is already taken: stop the program that uses it, or choose another port with LISS_PORT_EXECUTIVE_ROUTING.`,
  );
});

test.each(["five", "0", "70000", "5060"])("LISS_PORT_GATEWAY=%s is refused with an example", (text) => {
  expect(() => portsFrom({ LISS_PORT_GATEWAY: text })).toThrow(
    `LISS_PORT_GATEWAY is "${text}": it should be a port that browsers open, such as 4010.`,
  );
});

test("a stop while starting leaves nothing running", async () => {
  const stop = new AbortController();
  const dataDir = temporary();
  const { progress } = collected();
  const starting = startStack({
    dataDir,
    ports: "free",
    durable: false,
    apps: [tiny("bot")],
    progress,
    signal: stop.signal,
  });
  stop.abort();
  await expect(starting).rejects.toThrow(/abort/i);
});

describe("what a killed run left behind", () => {
  test("is ended at the next start when it is certainly ours", async () => {
    const dataDir = temporary();
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    const path = join(dataDir, "run.json");
    const record = await openRunRecord(path);
    record.add("bot", child.pid!);
    // The run was killed: its record stays.
    (await openRunRecord(path)).close();
    await gone;
  });

  test("is left alone when the pid now belongs to somebody else", async () => {
    const dataDir = temporary();
    const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    const path = join(dataDir, "run.json");
    writeFileSync(
      path,
      JSON.stringify({
        main: { name: "main", pid: 1, born: "0" },
        processes: [{ name: "bot", pid: child.pid, born: "1" }],
      }),
    );
    (await openRunRecord(path)).close();
    expect(isAlive(child.pid!)).toBe(true);
  });
});

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
