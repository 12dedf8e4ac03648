import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { migrate, openDatabase } from "@liss/database";
import { type IdentityTables, migrateIdentity } from "@liss/identity";
import { freshDatabase } from "@liss/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrations } from "../database/migrations/index.ts";
import type { RoutingTables } from "../database/tables.ts";

const program = fileURLToPath(new URL("first-supervisor.ts", import.meta.url));
let routing: Awaited<ReturnType<typeof freshDatabase>>;
let people: typeof routing;
let db: ReturnType<typeof openDatabase<RoutingTables>>;

beforeAll(async () => {
  [routing, people] = await Promise.all([freshDatabase(), freshDatabase()]);
  db = openDatabase<RoutingTables>({ url: routing.url, name: "test" });
  await migrate<RoutingTables>(db, migrations);
  await migrateIdentity(people.url);
});
afterAll(async () => {
  await db?.destroy();
  await Promise.all([routing?.drop(), people?.drop()]);
});

const run = (...args: string[]) =>
  spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      DATABASE_URL: routing.url,
      IDENTITY_DATABASE_URL: people.url,
      LISS_AUTH_SECRET: "a secret that only this test knows, long enough",
      LISS_MODE: "production",
      PUBLIC_URL: "https://consola.servicio.test",
    },
  });
const carla = ["--email", "carla@servicio.test", "--name", "Carla Inventada"];
const told = async () => {
  const rows = await db.selectFrom("outbox").select("body").execute();
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString("utf8")));
};

test("a new installation gets its first supervisor by a link, on the record without her name, and no second one", async () => {
  const made = run(...carla);
  expect(made.stderr).toBe("");
  expect(made.stdout).toMatch(/^https:\/\/consola\.servicio\.test\/clave#[\w-]{43}\n/);
  expect(await told()).toMatchObject([
    {
      type: "access.person-changed",
      actor: { kind: "service", name: "executive-routing" },
      data: { personId: expect.stringMatching(/^system:/), change: "invited", role: "supervisor" },
    },
  ]);
  expect(JSON.stringify(await told())).not.toMatch(/Carla|servicio\.test|clave/);

  const staff = openDatabase<IdentityTables>({ url: people.url, name: "test" });
  await staff.updateTable("people").set({ last_login_at: new Date() }).execute();
  await staff.destroy();
  const again = run("--email", "otra@servicio.test", "--name", "Otra");
  expect(again).toMatchObject({ status: 1, stdout: "" });
  expect(again.stderr).toContain("a supervisor can enter already");
  expect(await told()).toHaveLength(1);
});

test("without an address or a name it says what it wants and does nothing", () => {
  for (const args of [
    ["--email", "nada", "--name", "Carla"],
    ["--other", "x"],
  ])
    expect(run(...args)).toMatchObject({ status: 64, stdout: "", stderr: expect.stringContaining("usage") });
});
