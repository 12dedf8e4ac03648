import type { DirectoryImported, DirectoryPreview } from "@liss/executive-routing/desk-api";
import { newKey } from "../server/desk.ts";
import { request } from "../server/request.ts";
import { type Part, partsOf } from "./parts.ts";

/** A file that was looked at and not imported yet. Its keys make a second attempt the same act. */
export type Looked = DirectoryPreview & { name: string; parts: (Part & { key: string })[] };

/** Asks what an import of this CSV would do. Lines are numbered as in the file. */
export async function look(name: string, csv: string): Promise<Looked> {
  const parts = partsOf(csv).map((part) => ({ ...part, key: newKey() }));
  const seen: Looked = { name, parts, added: 0, changed: 0, same: 0, problems: [] };
  for (const { csv, before } of parts) {
    const { problems, ...counts } = await request<DirectoryPreview>("/directory/preview", {
      method: "POST",
      key: newKey(),
      body: { csv },
    });
    seen.added += counts.added;
    seen.changed += counts.changed;
    seen.same += counts.same;
    seen.problems.push(...problems.map((one) => ({ ...one, line: one.line + before })));
  }
  return seen;
}

/** Imports it, piece by piece. `onPart` hears after each how many services that were. */
export async function importParts({ parts }: Looked, onPart: (imported: number) => void): Promise<void> {
  for (const { csv, key } of parts) {
    const { imported } = await request<DirectoryImported>("/directory", {
      method: "POST",
      key,
      body: { csv },
    });
    onPart(imported);
  }
}
