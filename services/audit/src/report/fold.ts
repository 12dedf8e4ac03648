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
    takeLines(lines) {
      for (let start = 0; start < lines.length; ) {
        const last = lines.lastIndexOf(NEWLINE, start + PIECE);
        const end = last >= start ? last + 1 : endOfLine(lines, start);
        takeText(decoder.decode(lines.subarray(start, end)));
        start = end;
      }
    },
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

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NEWLINE = 10;
/** Longer texts do not die young: V8 keeps them among what is old, and goes through all of that again for every few. */
const PIECE = 64 << 10;

function endOfLine(lines: Uint8Array, start: number): number {
  const end = lines.indexOf(NEWLINE, start);
  return end < 0 ? lines.length : end + 1;
}

function readEntry(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
