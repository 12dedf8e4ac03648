import { createReadStream, existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@liss/local/stack";
import pg from "pg";
import type { Needle } from "./needles.ts";

export const databases = ["gateway", "triage", "bot", "routing", "audit", "vault", "identity"] as const;

export type Finding = { place: string; what: string; form: string; around: string };
export type Searched = { findings: Finding[]; files: number; bytes: number; rows: number };

/** Bytes shown around what was found, so that one sees which field it was. */
const context = 48;

/**
 * Every file under these folders, and every row of every table once more as text: what Postgres compresses or splits
 * in its files is whole there. Checkpoint first, so that what was written is in the files.
 */
export async function searchEverything(
  stack: Pick<Stack, "postgresUrl">,
  folders: readonly string[],
  needles: readonly Needle[],
): Promise<Searched> {
  const searched: Searched = { findings: [], files: 0, bytes: 0, rows: 0 };
  await withClient(stack.postgresUrl("postgres"), (client) => client.query("checkpoint"));
  for (const database of databases)
    await searchRows(stack.postgresUrl(database), database, needles, searched);
  for (const folder of folders)
    for (const file of await filesUnder(folder)) await searchFile(file, needles, searched);
  return searched;
}

async function searchRows(
  url: string,
  database: string,
  needles: readonly Needle[],
  searched: Searched,
): Promise<void> {
  await withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `select table_schema as schema, table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    for (const { schema, name } of tables) {
      const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;
      const { rows } = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
      searched.rows += rows.length;
      for (const { row } of rows) {
        // bytea shows as \x…: its bytes are looked through too.
        const raw = [...row.matchAll(/\\\\x([0-9a-f]{8,})/g)].map(([, hex]) => Buffer.from(hex ?? "", "hex"));
        for (const bytes of [Buffer.from(row), ...raw])
          note(needles, bytes, `${database}.${name}`, searched.findings);
      }
    }
  });
}

async function searchFile(file: string, needles: readonly Needle[], searched: Searched): Promise<void> {
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  let tail: Buffer = Buffer.alloc(0);
  try {
    searched.bytes += (await stat(file)).size;
    searched.files += 1;
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 22 })) {
      const window = Buffer.concat([tail, chunk as Buffer]);
      note(needles, window, file, searched.findings);
      tail = window.subarray(Math.max(0, window.length - longest));
    }
  } catch (error) {
    // Postgres and NATS remove files while one looks.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

function note(needles: readonly Needle[], bytes: Buffer, place: string, findings: Finding[]): void {
  for (const { what, form, bytes: needle } of needles) {
    let at = bytes.indexOf(needle);
    while (at >= 0 && partOfLongerNumber(bytes, at, needle)) at = bytes.indexOf(needle, at + 1);
    if (at < 0) continue;
    const around = bytes.subarray(Math.max(0, at - context), at + needle.length + context).toString("latin1");
    findings.push({ place, what, form, around: around.replaceAll(/[^\x20-\x7e]/g, "·") });
  }
}

/** Nine digits may stand in a longer number by chance: a time in nanoseconds is no phone. */
function partOfLongerNumber(bytes: Buffer, at: number, needle: Buffer): boolean {
  const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  if (!needle.every(isDigit)) return false;
  // The country's own 56 before it is no accident.
  const before = bytes.subarray(Math.max(0, at - 2), at).toString("latin1");
  return (isDigit(bytes[at - 1]) && before !== "56") || isDigit(bytes[at + needle.length]);
}

async function filesUnder(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []; // nothing was written there yet
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
