import pg from "pg";
import { expect, test } from "vitest";
import { freshPostgres } from "./fresh-postgres.ts";

test("a Postgres that is killed comes back on the same port with what was committed", async () => {
  const postgres = await freshPostgres({ durable: true, databases: ["kept"] });
  try {
    await run(postgres.urlOf("kept"), "create table fact (n int); insert into fact values (7)");
    await postgres.kill();
    await expect(run(postgres.urlOf("kept"), "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });

    await postgres.restart();
    expect(await run(postgres.urlOf("kept"), "select n from fact")).toEqual([{ n: 7 }]);
  } finally {
    await postgres.stop();
  }
});

async function run(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
