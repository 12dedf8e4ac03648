/** A piece of a CSV that is a CSV itself, and how many lines of the file come before its own second one. */
export type Part = { csv: string; before: number };

/** The desk takes so much in one request (bytes); its JSON may need twice that. */
const most = 24_000;
const size = (text: string): number => new TextEncoder().encode(text).length;

/** Cuts a CSV between records, never inside one; each piece begins with the header. */
export function partsOf(csv: string, limit: number = most): Part[] {
  const [header = "", ...records] = recordsIn(csv);
  const parts: Part[] = [];
  let part = { csv: header, before: 0 };
  let lines = 0;
  for (const record of records) {
    if (part.csv !== header && size(part.csv) + size(record) > limit) {
      parts.push(part);
      part = { csv: header, before: lines };
    }
    part.csv += record;
    lines += linesIn(record);
  }
  return [...parts, part];
}

/** Each with the end of its line. A line break between quotes is part of what is written. */
function recordsIn(csv: string): string[] {
  const records: string[] = [];
  let record = "";
  let quoted = false;
  for (const line of csv.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    record += line;
    if ((line.match(/"/g)?.length ?? 0) % 2 === 1) quoted = !quoted;
    if (quoted) continue;
    records.push(record);
    record = "";
  }
  return record === "" ? records : [...records, record];
}

const linesIn = (record: string): number => record.match(/\n/g)?.length ?? 0;
