import type { Stack } from "@liss/local/stack";
import pg from "pg";

export type Tally = {
  entries: number;
  /** Places of the log between the first and the last that are empty. */
  holes: number;
  doubledEvents: number;
  sources: { source: string; counted: number; missing: number; doubled: number }[];
};

const databases = {
  gateway: "gateway",
  triage: "triage",
  bot: "bot",
  "executive-routing": "routing",
  audit: "audit",
} as const;

/** What each service counted in its outbox, beside what the record has of it. */
export async function auditTally(stack: Stack): Promise<Tally> {
  const audit = await open(stack, "audit");
  try {
    const { rows } = await audit.query<{ entries: number; holes: number; doubled: number }>(
      `select count(*)::int as entries, (coalesce(max(index) + 1, 0) - count(*))::int as holes,
        (count(event_id) - count(distinct (event_id, body_sha256)))::int as doubled from entries`,
    );
    const sources = [];
    for (const [source, database] of Object.entries(databases)) {
      const counted = await lastNumber(stack, database);
      const { rows: kept } = await audit.query<{ all: number; different: number }>(
        `select count(source_sequence)::int as all, count(distinct source_sequence)::int as different
          from entries where source = $1 and source_sequence <= $2`,
        [source, counted],
      );
      const { all = 0, different = 0 } = kept[0] ?? {};
      sources.push({ source, counted, missing: counted - different, doubled: all - different });
    }
    const { entries = 0, holes = 0, doubled = 0 } = rows[0] ?? {};
    return { entries, holes, doubledEvents: doubled, sources };
  } finally {
    await audit.end();
  }
}

export function isComplete({ holes, doubledEvents, sources }: Tally): boolean {
  return (
    holes === 0 && doubledEvents === 0 && sources.every(({ missing, doubled }) => missing + doubled === 0)
  );
}

async function lastNumber(stack: Stack, database: string): Promise<number> {
  const client = await open(stack, database);
  try {
    const { rows } = await client.query<{ last: number }>("select last::int as last from outbox_counter");
    return rows[0]?.last ?? 0;
  } finally {
    await client.end();
  }
}

async function open(stack: Stack, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: stack.postgresUrl(database) });
  await client.connect();
  return client;
}
