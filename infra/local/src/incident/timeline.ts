import pg from "pg";

type Row = {
  index: string;
  at: Date;
  type: string | null;
  source: string | null;
  actor_kind: string | null;
  actor_id: string | null;
  session_id: string | null;
  incident: string | null;
};

export type Timeline = {
  csv: string;
  entries: number;
  /** How often each thing happened. */
  counts: { type: string; times: number }[];
  sessions: number;
  people: number;
};

/** What the record says of the last hours: who did what when, by ids. Nothing that anybody wrote. */
export async function timelineOf(auditUrl: string, since: Date): Promise<Timeline> {
  const client = new pg.Client({ connectionString: auditUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select index, coalesce(occurred_at, received_at) as at, type, source, actor_kind, actor_id, session_id, incident
        from entries where received_at >= $1 order by index`,
      [since],
    );
    const times = new Map<string, number>();
    for (const { type } of rows) times.set(type ?? "ilegible", (times.get(type ?? "ilegible") ?? 0) + 1);
    const header = "asiento,cuando,que,servicio,quien,id,sesion,incidente";
    const lines = rows.map((row) =>
      [
        row.index,
        row.at.toISOString(),
        row.type,
        row.source,
        row.actor_kind,
        row.actor_id,
        row.session_id,
        row.incident,
      ]
        .map((cell) => cell ?? "")
        .join(","),
    );
    return {
      csv: `${[header, ...lines].join("\r\n")}\r\n`,
      entries: rows.length,
      counts: [...times].map(([type, n]) => ({ type, times: n })).sort((a, b) => b.times - a.times),
      sessions: new Set(rows.flatMap(({ session_id: id }) => id ?? [])).size,
      people: new Set(
        rows.flatMap(({ actor_kind: kind, actor_id: id }) => (kind === "person" && id ? id : [])),
      ).size,
    };
  } finally {
    await client.end();
  }
}
