import { existsSync } from "node:fs";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ErasureRepeated } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { raiseAlert } from "../store/alerts.ts";
import { recordChanges } from "../store/feed.ts";

const Line = z.object({ at: z.iso.datetime(), keyIds: z.array(z.uuid()) });

/** The ids of destroyed keys in a file: outside of the databases, so that no restored backup is without them. */
export type Journal = {
  /** On the disk when this resolves: written before the keys go, never after. */
  write(keyIds: readonly string[], at: string): Promise<void>;
  read(): Promise<string[]>;
};

export function erasureJournal(path: string | undefined): Journal {
  return {
    async write(keyIds, at) {
      if (path === undefined || keyIds.length === 0) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, "a", 0o600);
      try {
        await file.appendFile(`${JSON.stringify({ at, keyIds })}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async read() {
      if (path === undefined || !existsSync(path)) return [];
      const lines = (await readFile(path, "utf8")).split("\n").filter(Boolean);
      // A line cut short by a power cut names keys that were not destroyed yet: its destruction is begun again.
      return lines.flatMap((line) => parsed(line)?.keyIds ?? []);
    },
  };
}

function parsed(line: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const atOnce = 1_000;

/**
 * Destroys again what was destroyed and is there again, because a backup of the keys was put back; on the record, and
 * supervisors are told. Run at every start, and by itself after a restore (see cli/erase-again.ts).
 * @returns the keys that had come back
 */
export async function eraseAgain(
  { db, vault, journal }: { db: Database<RoutingTables>; vault: Vault; journal: Journal },
  now: string,
): Promise<string[]> {
  const rows = await db.selectFrom("destructions").select(["key_ids", "done_at"]).execute();
  const gone = new Set([...(await journal.read()), ...rows.flatMap(({ key_ids }) => key_ids)]);
  // What is being destroyed at this moment has not come back: it has not gone yet.
  for (const { key_ids, done_at } of rows) if (done_at === null) for (const id of key_ids) gone.delete(id);
  const ids = [...gone];
  const back: string[] = [];
  for (let start = 0; start < ids.length; start += atOnce)
    back.push(...(await vault.destroyKeys(ids.slice(start, start + atOnce))));
  if (back.length === 0) return back;
  await db.transaction().execute(async (tx) => {
    await appendEvents(tx, [
      ErasureRepeated.create({
        id: uuidv7(),
        source: "executive-routing",
        occurredAt: now,
        actor: { kind: "service", name: "executive-routing" },
        data: { keyIds: back.slice(0, 5_000) },
      }),
    ]);
    const detail = { keys: back.length };
    const alert = { code: "erased-keys-came-back" as const, severity: "critical" as const, detail, at: now };
    await recordChanges(tx, [await raiseAlert(tx, alert)]);
  });
  return back;
}
