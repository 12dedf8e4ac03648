import { createPublicKey } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { demoPeople } from "@liss/identity";
import { temporaryFolder } from "@liss/testing";
import pg from "pg";
import { expect, test } from "vitest";
import { foldersOf } from "../stack/folders.ts";
import { secretsOf } from "../stack/secrets.ts";
import { type Stack, startStack } from "../stack.ts";
import { faultsOf, signingKey } from "./evidence.ts";
import { freeze } from "./freeze.ts";

async function logIn({ addresses }: Stack): Promise<string> {
  const [ana] = demoPeople;
  const at = addresses["executive-routing"];
  const answer = await fetch(`${at}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: at },
    body: JSON.stringify({ email: ana?.email, password: ana?.password }),
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

const desk = async ({ addresses }: Stack, cookie: string) =>
  (await fetch(`${addresses["executive-routing"]}/api/desk`, { headers: { cookie } })).status;

/** Waits until the record has a login and what else the test waits for. */
async function recorded(stack: Stack, type: string, text = ""): Promise<void> {
  const client = new pg.Client({ connectionString: stack.postgresUrl("audit") });
  await client.connect();
  try {
    for (let look = 0; look < 200; look += 1) {
      const { rowCount } = await client.query(
        "select from entries where type = $1 and position($2 in convert_from(bytes, 'UTF8')) > 0",
        [type, text],
      );
      if (rowCount) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    await client.end();
  }
  throw new Error(`${type} is not on the record`);
}

test("an incident is frozen with one call: evidence signed, doors closed, passwords new, and Liss starts again", async () => {
  const folder = temporaryFolder();
  const folders = foldersOf(folder.path);
  const apps = (await import("../stack/services.ts")).apps.filter(({ name }) =>
    ["executive-routing", "audit"].includes(name),
  );
  let stack = await startStack({ dataDir: folder.path, ports: "free", durable: false, apps });
  const before = secretsOf(folders.secrets);
  const out = join(folder.path, "evidence");
  try {
    const cookie = await logIn(stack);
    expect(await desk(stack, cookie)).toBe(200);
    await recorded(stack, "access.logged-in");

    const now = new Date();
    const options = {
      folders,
      postgresPort: stack.ports.postgres,
      out,
      knownAt: now,
      now,
      hours: 1,
      rotate: true,
    };
    const frozen = await freeze(options);
    expect(frozen.revoked.logins).toBeGreaterThanOrEqual(1);
    expect(frozen.entries).toBeGreaterThanOrEqual(1);
    expect(await desk(stack, cookie)).toBe(401);
    await expect(freeze(options)).rejects.toThrow("never written over");
    await recorded(stack, "operations.alert-raised", "incident-frozen");
    await recorded(stack, "operations.alert-raised", `"by":"system:${userInfo().username}"`);

    // What opens something is not in it, and every table is.
    const people = readdirSync(join(out, "tables", "identity"));
    expect(people).toEqual(expect.arrayContaining(["people.jsonl.gz", "login_sessions.jsonl.gz"]));
    const logins = gunzipSync(readFileSync(join(out, "tables/identity/login_sessions.jsonl.gz"))).toString();
    const token = decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1)).split(".")[0] ?? "";
    expect(logins).toContain("token_sha256");
    expect(logins).not.toContain(token);
    expect(readFileSync(join(out, "alerta-temprana.md"), "utf8")).toContain("Ley 21.663");
    expect(readFileSync(join(out, "linea-de-tiempo.csv"), "utf8")).toContain("executive-routing");

    const key = createPublicKey(signingKey(before.checkpointKey));
    expect(await faultsOf(out, key)).toEqual([]);
    appendFileSync(join(out, "linea-de-tiempo.csv"), "una línea más");
    rmSync(join(out, "tables/identity/people.jsonl.gz"));
    expect(await faultsOf(out, key)).toEqual([
      "linea-de-tiempo.csv was changed",
      "tables/identity/people.jsonl.gz is missing",
    ]);
    await stack.stop();

    stack = await startStack({ dataDir: folder.path, ports: "free", durable: false, apps });
    const old = new pg.Client({
      connectionString: `postgres://routing:${before.postgres.routing}@127.0.0.1:${stack.ports.postgres}/routing`,
    });
    await expect(old.connect()).rejects.toThrow("password");
    expect(await desk(stack, cookie)).toBe(401);
    expect(await desk(stack, await logIn(stack))).toBe(200);
  } finally {
    await stack.stop();
    folder.remove();
  }
}, 240_000);
