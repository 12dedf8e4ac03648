import type { Entry } from "../ledger/entry-format.ts";
import { accessOf } from "./access.ts";
import { changesOf } from "./changes.ts";
import type { Data, Period } from "./facts.ts";
import { sourceGaps } from "./gaps.ts";
import { invariantChecks } from "./invariants.ts";
import { messageFates } from "./messages.ts";
import { REPORT_FORMAT, type Report } from "./report.ts";
import { sessionFates } from "./sessions.ts";

export type ReportFold = {
  take(entry: Entry): void;
  /** Entries as they stand in a bundle: each followed by a newline. One that cannot be read is left out. */
  takeLines(lines: Uint8Array): void;
  takeText(lines: string): void;
  end(): Report;
};

/**
 * Computes the report of a period from entries in the order of the log: in the service, in the export and by whoever
 * verifies it, with this same code. Entries from before and after the period tell how it began and how it ended.
 */
export function foldReport(period: Period): ReportFold {
  const messages = messageFates();
  const sessions = sessionFates(period);
  const invariants = invariantChecks(period);
  const access = accessOf(period);
  const changes = changesOf(period);
  const gaps = sourceGaps();

  function take(entry: Entry): void {
    gaps.take(entry);
    const { data } = entry;
    if (entry.type === null || typeof data !== "object" || data === null || Array.isArray(data)) return;
    const facts = data as Data;
    messages.take(entry, facts);
    sessions.take(entry, facts);
    invariants.take(entry, facts);
    access.take(entry, facts);
    changes.take(entry, facts);
  }

  function takeText(text: string): void {
    for (const line of text.split("\n")) {
      const entry = line === "" ? undefined : readEntry(line);
      if (entry) take(entry);
    }
  }

  return {
    take,
    takeLines: (lines) => takeText(new TextDecoder().decode(lines)),
    takeText,
    end() {
      const fates = messages.fates(period, sessions.codeNames);
      sessions.count(fates);
      return {
        format: REPORT_FORMAT,
        period: { from: period.from, to: period.to },
        messages: messages.summary(fates, period, sessions.closed()),
        sessions: sessions.fates(),
        emergencies: sessions.emergencies(),
        invariants: invariants.results(),
        access: access.result(),
        changes: changes.result(),
        gaps: gaps.result(),
      };
    },
  };
}

function readEntry(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
