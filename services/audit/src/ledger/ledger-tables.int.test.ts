import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertCannotRewrite, prepareDatabase } from "../database/rights.ts";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { arrivalOf, arrive, messageReceived } from "../fixtures/events.ts";
import { testSigner } from "../fixtures/test-signer.ts";

const settings = async () => ({ signer: await testSigner(), now: () => new Date() });
let audit: Awaited<ReturnType<typeof auditDatabase>>;

beforeAll(async () => {
  audit = await auditDatabase();
  await arrive(audit.db, await settings(), arrivalOf(messageReceived()), arrivalOf(messageReceived()));
});
afterAll(() => audit.drop());

const recordTables = ["entries", "mentions", "opaque_bodies", "checkpoints", "cosignatures", "tiles"];

describe("the application's role", () => {
  test.each([
    ["UPDATE", "update entries set subject = 'x' where index = 0"],
    ["DELETE", "delete from entries where index = 0"],
    ["TRUNCATE", "truncate entries cascade"],
    ["ALTER", "alter table entries add column more text"],
    ["DROP", "drop table entries cascade"],
    ["DISABLE TRIGGER", "alter table entries disable trigger all"],
    ["DISABLE ROW LEVEL SECURITY", "alter table entries disable row level security"],
    ["DROP TRIGGER", "drop trigger append_only on entries"],
    [
      "CREATE TRIGGER",
      "create trigger mine before insert on entries for each row execute function refuse_change()",
    ],
    ["CREATE RULE", "create rule mine as on insert to entries do instead nothing"],
    ["CREATE POLICY", "create policy mine on entries for update using (true)"],
    [
      "replacing the trigger's function",
      "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
    ],
    ["becoming the owner", "set role to OWNER"],
    ["switching triggers off", "set session_replication_role = replica"],
    ["CREATE TABLE", "create table mine (id int)"],
    ["COPY FROM a file", "copy entries from '/etc/hostname'"],
    ["COPY FROM a program", "copy entries from program 'true'"],
    ["COPY FROM the client", "copy entries from stdin"],
    ["SELECT FOR UPDATE", "select index from entries for update"],
    ["MERGE", "merge into entries using (values (0)) as v (i) on index = v.i when matched then delete"],
    [
      "UPSERT",
      "insert into checkpoints (size, root, frontier, note, signed_at) values (1, '', '', '', now()) on conflict (size) do update set note = 'x'",
    ],
  ])("is refused %s", async (_name, statement) => {
    const text = statement.replace("OWNER", `"${audit.roles.owner}"`);
    await expect(audit.db.pool.query(text)).rejects.toThrow(
      /permission denied|must be owner|must be superuser|COPY FROM not supported with row-level security/i,
    );
  });

  test.each(recordTables)("cannot change, delete from or empty %s", async (table) => {
    await expect(audit.db.pool.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    await expect(audit.db.pool.query(`truncate ${table} cascade`)).rejects.toThrow(/permission denied/);
  });

  test("gains nothing by granting itself more, which Postgres answers with a warning only", async () => {
    await audit.db.pool.query("grant update, delete on entries to current_user");
    await assertCannotRewrite(audit.db);
    await expect(audit.db.pool.query("update entries set subject = 'x'")).rejects.toThrow(
      /permission denied/,
    );
  });

  test("can write and read, which is all that it needs", async () => {
    await arrive(audit.db, await settings(), arrivalOf(messageReceived()));
    const { rows } = await sql<{ count: number }>`select count(*) as count from entries`.execute(audit.db);
    expect(rows[0]?.count).toBe(3);
  });

  test("passes the look at its own rights, which the owner and the superuser do not", async () => {
    await assertCannotRewrite(audit.db);
    await expect(assertCannotRewrite(audit.owner)).rejects.toThrow(/could rewrite the record/);
    await expect(assertCannotRewrite(audit.superuser)).rejects.toThrow(/is a superuser/);
  });

  test("with a right too many does not start", async () => {
    const role = sql.id(audit.roles.application);
    await sql`grant delete on entries to ${role}`.execute(audit.owner);
    await expect(assertCannotRewrite(audit.db)).rejects.toThrow(/has DELETE on entries/);
    await sql`revoke delete on entries from ${role}`.execute(audit.owner);
    await sql`grant update (subject) on entries to ${role}`.execute(audit.owner);
    await expect(assertCannotRewrite(audit.db)).rejects.toThrow(/has UPDATE on a column of entries/);
    await prepareDatabase({ ownerUrl: audit.urls.owner, applicationUrl: audit.urls.application });
    await assertCannotRewrite(audit.db);
  });
});

describe("the owner", () => {
  test("is stopped by the triggers until she takes them away on purpose", async () => {
    for (const statement of [
      "update entries set subject = 'x'",
      "delete from entries",
      "truncate entries cascade",
    ]) {
      await expect(audit.owner.pool.query(statement)).rejects.toThrow(/append-only/);
    }
  });
});
