import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { Place, Places } from "../places/places.ts";

/**
 * A place that attends women. Residences are not a kind: where they are is never said.
 * Source: domain.md §1 (names of the network) and §0 (a residence is entered only by referral).
 */
export const kinds = [
  "centro-de-las-mujeres",
  "centro-especializado",
  "asistencia-judicial",
  "salud",
] as const;

const filled = z.string().trim().min(1);
const optional = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : text));

const Row = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower case, digits and hyphens"),
    kind: z.enum(kinds),
    name: filled.max(80),
    commune: filled,
    also_serves: z
      .string()
      .transform((text) => text.split(";").map((id) => id.trim()))
      .transform((ids) => ids.filter((id) => id !== "")),
    address: optional,
    phone: optional.refine((text) => text === undefined || /^\+?[0-9 ]{3,20}$/.test(text), "no telephone"),
    hours: optional,
    verified_on: z.iso.date(),
    expires: z.iso.date(),
    source: filled,
    fictional: z.enum(["yes", "no"]).transform((text) => text === "yes"),
  })
  .refine(({ verified_on, expires }) => verified_on < expires, {
    path: ["expires"],
    message: "before verified_on",
  })
  .refine(({ fictional, name }) => !fictional || /ficticio|ficticia/i.test(name), {
    path: ["name"],
    message: "a fictional place must say so in its name",
  });

export type DirectoryEntry = z.infer<typeof Row>;
export const directoryColumns = Object.keys(Row.shape) as (keyof DirectoryEntry)[];

export class DirectoryWrong extends Error {
  override readonly name = "DirectoryWrong";
}

/**
 * Reads the directory of places: CSV with a header, one place a row.
 * @throws DirectoryWrong with every wrong row, by its line.
 */
export function readDirectory(csv: string, { communes }: Places): DirectoryEntry[] {
  const problems: string[] = [];
  const entries: DirectoryEntry[] = [];
  for (const { record, info } of recordsOf(csv)) {
    const row = Row.safeParse(record);
    if (!row.success) {
      problems.push(
        `line ${info.lines}: ${row.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")}`,
      );
      continue;
    }
    for (const commune of [row.data.commune, ...row.data.also_serves]) {
      if (!communes.has(commune))
        problems.push(`line ${info.lines}: "${commune}" is no commune of places.yaml`);
    }
    if (entries.some(({ id }) => id === row.data.id))
      problems.push(`line ${info.lines}: the id "${row.data.id}" is taken`);
    if (/residencia|acogida|refugio/i.test(row.data.name))
      problems.push(`line ${info.lines}: where a residence is must not be said`);
    entries.push(row.data);
  }
  if (problems.length > 0) throw new DirectoryWrong(problems.join("\n"));
  return entries;
}

export function recordsOf(csv: string): { record: unknown; info: { lines: number } }[] {
  try {
    return parse(csv, { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new DirectoryWrong(error instanceof Error ? error.message : String(error));
  }
}

/** Where the places of a kind serve: those of her commune first, then the rest of her region. */
export function placesNear(
  directory: readonly DirectoryEntry[],
  { communes }: Places,
  place: Place,
  { now, fictional }: { now: Date; fictional: boolean },
): DirectoryEntry[] {
  const today = now.toISOString().slice(0, 10);
  const served = directory.filter((entry) => today < entry.expires && (fictional || !entry.fictional));
  const serves = ({ commune, also_serves }: DirectoryEntry, id: string) =>
    commune === id || also_serves.includes(id);
  const inRegion = served.filter((entry) => communes.get(entry.commune)?.region === place.region);
  if (place.is === "region") return inRegion;
  const here = served.filter((entry) => serves(entry, place.id));
  return here.length > 0 ? here : inRegion;
}
