import { ServiceStarted } from "@liss/contracts";
import { migrate, openDatabase } from "@liss/database";
import { freshDatabase } from "@liss/testing";
import { expect, test } from "vitest";
import { announceStart } from "./announce-start.ts";
import { type MessagingTables, messagingMigrations } from "./tables.ts";

test("a start waits in the outbox with what ran, and without a secret", async () => {
  const database = await freshDatabase();
  const db = openDatabase<MessagingTables>({ url: database.url, name: "test", poolSize: 2 });
  await migrate(db, messagingMigrations);
  await announceStart({
    service: "triage",
    databaseUrl: database.url,
    config: { LISS_RELEASE: "2026.11.3", LISS_MODE: "local", NATS_PASSWORD: "unsaid" },
    versions: { rules: "2026-11-1" },
  });
  const rows = await db.selectFrom("outbox").select(["subject", "body"]).execute();
  const [body = "", ...more] = rows.map((row) => Buffer.from(row.body).toString("utf8"));
  expect(more).toEqual([]);
  expect(body).not.toContain("unsaid");
  const { source, data } = ServiceStarted.schema.parse(JSON.parse(body));
  expect(source).toBe("triage");
  expect(data).toMatchObject({ release: "2026.11.3", versions: { rules: "2026-11-1" } });
  expect(Object.keys(data.configuration)).toEqual(["LISS_MODE", "LISS_RELEASE"]);
  await db.destroy();
  await database.drop();
});
