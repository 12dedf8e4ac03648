import { referralKinds } from "@liss/contracts";
import { parse } from "csv-parse/sync";
import { z } from "zod";

/** A service somewhere in Chile, as a line of the file that the institution keeps. */
export const DirectoryRow = z
  .object({
    kind: z.enum(referralKinds),
    name: z.string().trim().min(2).max(200),
    region: z.string().trim().min(2).max(80),
    commune: z.string().trim().min(2).max(80),
    phone: z.string().trim().max(40).optional(),
    hours: z.string().trim().max(200).optional(),
    address: z.string().trim().max(200).optional(),
    verified_on: z.iso.date(),
  })
  // Where women are hidden is written nowhere. Source: domain.md §1.
  .transform((row) => (row.kind === "shelter" ? { ...row, address: undefined } : row));
export type DirectoryRow = z.infer<typeof DirectoryRow>;

export type Imported = { rows: DirectoryRow[]; problems: { line: number; field: string }[] };

/**
 * Reads the directory's CSV: a header with the names of the columns, commas or semicolons, UTF-8 with or without a
 * mark. Lines that do not fit are told by number and field; the others count.
 */
export function readDirectory(csv: string): Imported {
  const result: Imported = { rows: [], problems: [] };
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(csv, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      delimiter: [",", ";"],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as never;
  } catch {
    return { rows: [], problems: [{ line: 1, field: "file" }] };
  }
  for (const { record, info } of records) {
    const filled = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ""));
    const row = DirectoryRow.safeParse(filled);
    if (row.success) result.rows.push(row.data);
    else result.problems.push({ line: info.lines, field: String(row.error.issues[0]?.path[0] ?? "line") });
  }
  return result;
}
