import { referralKinds } from "@liss/contracts";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { columnNames, folded, kindNames } from "./directory-words.es-cl.ts";

/** A service somewhere in Chile, as a line of the file that the institution keeps. */
export const DirectoryRow = z
  .object({
    kind: z.preprocess(
      (written) => (typeof written === "string" ? (kindNames[folded(written)] ?? written) : written),
      z.enum(referralKinds),
    ),
    name: z.string().trim().min(2).max(200),
    region: z.string().trim().min(2).max(80),
    commune: z.string().trim().min(2).max(80),
    phone: z.string().trim().max(40).optional(),
    hours: z.string().trim().max(200).optional(),
    address: z.string().trim().max(200).optional(),
    // Spreadsheets write the day first.
    verified_on: z.preprocess(
      (written) =>
        typeof written === "string"
          ? written.replace(
              /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/,
              (_all, day: string, month: string, year: string) =>
                `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
            )
          : written,
      z.iso.date(),
    ),
  })
  // Where women are hidden is written nowhere. Source: domain.md §1.
  .transform((row) => (row.kind === "shelter" ? { ...row, address: undefined } : row));
export type DirectoryRow = z.infer<typeof DirectoryRow>;

export const directoryColumns = [
  "kind",
  "name",
  "region",
  "commune",
  "phone",
  "hours",
  "address",
  "verified_on",
] as const;
const needed = ["kind", "name", "region", "commune", "verified_on"] as const;

/** Why a line, or all of the file, does not count. */
export const directoryFaults = [
  "no-file",
  "no-column",
  "missing",
  "too-short",
  "too-long",
  "unknown-kind",
  "not-a-date",
  "repeated",
] as const;

export type DirectoryProblem = {
  line: number;
  field: (typeof directoryColumns)[number] | "file";
  fault: (typeof directoryFaults)[number];
};
export type Imported = { rows: DirectoryRow[]; problems: DirectoryProblem[] };

/**
 * Reads the directory's CSV: a header with the names of the columns (ours or in Spanish), commas or semicolons, UTF-8
 * with or without a mark. Lines that do not fit are told by number, field and fault; the others count.
 */
export function readDirectory(csv: string): Imported {
  const records = recordsOf(csv);
  if (!records) return { rows: [], problems: [{ line: 1, field: "file", fault: "no-file" }] };
  const [first] = records;
  const absent = needed.filter((column) => first && !(column in first.record));
  if (absent.length > 0)
    return { rows: [], problems: absent.map((field) => ({ line: 1, field, fault: "no-column" })) };

  const result: Imported = { rows: [], problems: [] };
  const seen = new Set<string>();
  for (const { record, info } of records) {
    const filled = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ""));
    const row = DirectoryRow.safeParse(filled);
    if (!row.success) {
      result.problems.push({ line: info.lines, ...problemOf(row.error, filled) });
      continue;
    }
    const place = `${folded(row.data.name)}\n${folded(row.data.commune)}`;
    if (seen.has(place)) result.problems.push({ line: info.lines, field: "name", fault: "repeated" });
    else result.rows.push(row.data);
    seen.add(place);
  }
  return result;
}

type Records = { record: Record<string, string>; info: { lines: number } }[];

function recordsOf(csv: string): Records | undefined {
  try {
    return parse(csv, {
      bom: true,
      columns: (header: string[]) => header.map((name) => columnNames[folded(name)] ?? folded(name)),
      delimiter: [",", ";"],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as never;
  } catch {
    return undefined;
  }
}

/** The first thing that is wrong with a line. */
function problemOf({ issues }: z.ZodError, filled: Record<string, string>): Omit<DirectoryProblem, "line"> {
  const [issue] = issues;
  const field = directoryColumns.find((column) => column === issue?.path[0]);
  if (!issue || !field) return { field: "file", fault: "no-file" };
  if (filled[field] === undefined) return { field, fault: "missing" };
  if (field === "kind") return { field, fault: "unknown-kind" };
  if (field === "verified_on") return { field, fault: "not-a-date" };
  return { field, fault: issue.code === "too_big" ? "too-long" : "too-short" };
}
