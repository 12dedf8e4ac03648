import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";

/** What opens something is no evidence: that it was there, and whether it changed, is shown by its hash. */
const secretColumns = new Set([
  "credentials.password",
  "credentials.access_token",
  "credentials.refresh_token",
  "credentials.id_token",
  "login_sessions.token",
  "second_factors.secret",
  "second_factors.backup_codes",
  "verifications.value",
]);

const rowsAtOnce = 500;

/**
 * Writes every table of a database as it is at one moment, a line of JSON per row. What the woman said stays sealed:
 * the keys are in another database, and that one is not copied.
 * @returns how many rows
 */
export async function dumpDatabase(url: string, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query<{ name: string; columns: string[] }>(
      `select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
        from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where table_schema = 'public' and table_type = 'BASE TABLE' group by table_name order by table_name`,
    );
    let count = 0;
    for (const { name, columns } of rows) {
      const lines = linesOf(client, name, columns);
      const counted = async function* () {
        for await (const line of lines) {
          count += 1;
          yield line;
        }
      };
      const file = createWriteStream(join(folder, `${name}.jsonl.gz`));
      await pipeline(Readable.from(counted()), createGzip(), file);
    }
    await client.query("commit");
    return count;
  } finally {
    await client.end();
  }
}

async function* linesOf(client: pg.Client, table: string, columns: readonly string[]) {
  const quoted = client.escapeIdentifier(table);
  const shown = columns.map((column) => {
    const name = client.escapeIdentifier(column);
    if (!secretColumns.has(`${table}.${column}`)) return name;
    return `encode(sha256(${name}::text::bytea), 'hex') as ${client.escapeIdentifier(`${column}_sha256`)}`;
  });
  await client.query(
    `declare rows no scroll cursor for select row_to_json(r)::text as line from (select ${shown.join(", ")} from ${quoted}) r`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from rows`);
    for (const { line } of rows) yield `${line}\n`;
    if (rows.length < rowsAtOnce) break;
  }
  await client.query("close rows");
}
