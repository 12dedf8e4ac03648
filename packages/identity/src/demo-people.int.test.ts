import { openDatabase } from "@liss/database";
import { freshDatabase } from "@liss/testing";
import { describe, expect, test } from "vitest";
import { application } from "./fixtures/application.ts";
import { ana } from "./fixtures/harness.ts";
import { createIdentity, type IdentityOptions, type IdentityTables } from "./index.ts";

describe("demo people", () => {
  test("are the five of the house, and two services may seed them at once", async () => {
    const own = await freshDatabase();
    const apps = await Promise.all([
      application({ databaseUrl: own.url }),
      application({ databaseUrl: own.url }),
    ]);
    await Promise.all(apps.map((app) => app.identity.seedDemoPeople()));
    expect((await apps[0]!.identity.people()).map((person) => [person.name, person.role])).toEqual([
      ["Ana Ficticia", "executive"],
      ["Berta Ejemplo", "executive"],
      ["Carla Demostración", "supervisor"],
      ["Diana Muestra", "auditor"],
      ["Elena Invento", "content-editor"],
    ]);
    for (const app of apps) await app.close();
    await own.drop();
  });

  const production = (databaseUrl: string): IdentityOptions => ({
    databaseUrl,
    secret: "x".repeat(32),
    baseUrl: "https://liss.gob.example",
    cookiePrefix: "console",
    mode: "production",
  });

  test("are never created in production", async () => {
    const own = await freshDatabase();
    const identity = await createIdentity(production(own.url));
    await expect(identity.seedDemoPeople()).rejects.toThrow("only in local mode");
    expect(await identity.people()).toEqual([]);
    await identity.close();
    await own.drop();
  });

  test("stop a production start when they are there, even with the mark removed", async () => {
    const own = await freshDatabase();
    const local = await application({ databaseUrl: own.url });
    await local.identity.seedDemoPeople();
    await local.close();
    await expect(createIdentity(production(own.url))).rejects.toThrow("holds 5 demo people");
    const db = openDatabase<IdentityTables>({ url: own.url, name: "identity test" });
    await db.updateTable("people").set({ demo: false }).execute();
    await expect(createIdentity(production(own.url))).rejects.toThrow("holds 5 demo people");
    await db
      .updateTable("people")
      .set({ demo: true, email: "ana@servicio.test" })
      .where("email", "=", ana.email)
      .execute();
    await db.deleteFrom("people").where("email", "!=", "ana@servicio.test").execute();
    await expect(createIdentity(production(own.url))).rejects.toThrow("holds 1 demo people");
    await db.destroy();
    await own.drop();
  });
});
