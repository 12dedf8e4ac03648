import type { Places } from "../places/places.ts";
import { heardWords } from "../signals/pattern.ts";
import { DirectoryWrong, directoryColumns, readDirectory, recordsOf } from "./directory.ts";

export type Imported = { ok: true; csv: string; entries: number } | { ok: false; problems: string };

/**
 * A directory as institutions send it, made into the one of the content: communes by their name or id, columns in
 * order, rows sorted. Nothing is imported while a row is wrong.
 */
export function importDirectory(csv: string, places: Places): Imported {
  try {
    const rows = recordsOf(csv).map(({ record }) => {
      const row = record as Record<string, string>;
      return {
        ...row,
        commune: communeId(row.commune ?? "", places),
        also_serves: (row.also_serves ?? "")
          .split(";")
          .filter((name) => name.trim() !== "")
          .map((name) => communeId(name, places))
          .join(";"),
      } as Record<string, string>;
    });
    const lines = rows
      .sort((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1))
      .map((row) => directoryColumns.map((column) => quoted(row[column] ?? "")).join(","));
    const made = `${[directoryColumns.join(","), ...lines].join("\n")}\n`;
    return { ok: true, csv: made, entries: readDirectory(made, places).length };
  } catch (error) {
    if (error instanceof DirectoryWrong) return { ok: false, problems: error.message };
    throw error;
  }
}

/** "Viña del Mar" → `vina-del-mar`; what is no commune stays as it is, and the check names it. */
function communeId(name: string, { communes }: Places): string {
  const trimmed = name.trim();
  if (communes.has(trimmed)) return trimmed;
  const heard = heardWords(trimmed).join(" ");
  for (const [id, place] of communes) if (heardWords(place.name).join(" ") === heard) return id;
  return trimmed;
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
