import type { Row } from "./corpus.ts";
import type { Read } from "./figures.ts";

export type Difference = { row: Row; lines: string[] };

/** Which rows two rule sets read differently, and how; rows in the order of the corpus. */
export function differences(before: readonly Read[], after: readonly Read[]): Difference[] {
  return before.flatMap(({ row, seen: old }, at): Difference[] => {
    const now = after[at]?.seen;
    if (!now) return [];
    const verdict = (better: boolean) => (better ? "better" : "worse");
    const lines: string[] = [];
    if (old.tier !== now.tier)
      lines.push(`${old.tier} → ${now.tier} (labelled ${row.tier}: ${verdict(now.tier === row.tier)})`);
    for (const indicator of now.indicators)
      if (!old.indicators.includes(indicator))
        lines.push(`+ ${indicator} (${verdict(row.indicators.includes(indicator))})`);
    for (const indicator of old.indicators)
      if (!now.indicators.includes(indicator))
        lines.push(`− ${indicator} (${verdict(!row.indicators.includes(indicator))})`);
    return lines.length === 0 ? [] : [{ row, lines }];
  });
}
