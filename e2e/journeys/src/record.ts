import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@liss/local/stack";
import pg from "pg";

const databases = ["gateway", "triage", "bot", "routing", "audit", "vault", "identity"];

/** Every byte that the stack keeps: what is in the tables, and the files of everything. */
export function recordOf(stack: Stack) {
  return {
    /** Where any of the words occurs, as UTF-8, UTF-16 or base64 of it; empty when nowhere. */
    search: async (words: string[]): Promise<string[]> => {
      const needles = words.flatMap((word) => [
        { word, bytes: Buffer.from(word) },
        { word, bytes: Buffer.from(word, "utf16le") },
        ...base64Forms(word).map((form) => ({ word, bytes: Buffer.from(form) })),
      ]);
      const found = new Set<string>();
      for (const database of databases) {
        for (const [place, text] of await everyRow(stack.postgresUrl(database))) {
          for (const { word, bytes } of needles) {
            if (text.includes(bytes)) found.add(`${word} in ${database}.${place}`);
          }
        }
      }
      for (const folder of [stack.natsDir, stack.logsDir, stack.tracesDir, stack.postgresDir]) {
        for (const file of await filesUnder(folder)) {
          for (const word of await wordsIn(file, needles)) found.add(`${word} in ${file}`);
        }
      }
      return [...found].sort();
    },
  };
}

/** base64 of a text depends on where in a group of three bytes it begins; the inner part of each form. */
function base64Forms(word: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)]).toString("base64");
    const begin = shift === 0 ? 0 : shift + 1;
    return encoded.slice(begin, encoded.length - 4);
  });
}

async function everyRow(url: string): Promise<[place: string, text: Buffer][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      "select table_schema as schema, table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
    );
    const dumps: [string, Buffer][] = [];
    for (const { schema, name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)} t`,
      );
      dumps.push([name, Buffer.from(rows.map(({ row }) => unhex(row)).join("\n"))]);
    }
    return dumps;
  } finally {
    await client.end();
  }
}

/** bytea columns show as `\x…`; their bytes are looked through too. */
function unhex(row: string): string {
  return row.replaceAll(/\\\\x([0-9a-f]{8,})/g, (_, hex: string) =>
    Buffer.from(hex, "hex").toString("latin1"),
  );
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function wordsIn(file: string, needles: { word: string; bytes: Buffer }[]): Promise<string[]> {
  const found = new Set<string>();
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  let tail: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const window = Buffer.concat([tail, chunk as Buffer]);
      for (const { word, bytes } of needles) if (window.includes(bytes)) found.add(word);
      tail = window.subarray(Math.max(0, window.length - longest));
    }
  } catch (error) {
    // Postgres and NATS remove files while one looks.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return [...found];
}
