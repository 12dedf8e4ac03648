import { existsSync } from "node:fs";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

const Line = z.object({ at: z.iso.datetime(), keyIds: z.array(z.uuid()) });

/** The ids of destroyed keys in a file: outside of the databases, so that no restored backup is without them. */
export type ErasureJournal = {
  /** On the disk when this resolves: written before the keys go, never after. */
  write(keyIds: readonly string[], at: string): Promise<void>;
  read(): Promise<string[]>;
};

export function erasureJournal(path: string | undefined): ErasureJournal {
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
