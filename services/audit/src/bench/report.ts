import { join } from "node:path";
import { temporaryFolder } from "@liss/testing";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { logSource } from "../ledger/log-source.ts";
import { reportOf } from "../report/of-period.ts";
import { fill, monthOf } from "./fill.ts";

/** The report of a month of so many sessions, from the record to the last figure. */
export async function measureReport(sessions: number) {
  const [audit, signer] = await Promise.all([auditDatabase(), testSigner()]);
  const folder = temporaryFolder();
  const from = new Date("2026-10-01T03:00:00.000Z");
  await fill(audit.db, { signer, now: () => new Date() }, monthOf(sessions, from), Number.MAX_SAFE_INTEGER);
  await audit.superuser.pool.query("vacuum analyze entries");
  const source = logSource(audit.db, join(folder.path, "none"));
  const times = [];
  let counted = 0;
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    const report = await reportOf(
      { db: audit.db, source },
      { from: from.toISOString(), to: "2026-11-01T03:00:00.000Z" },
    );
    times.push((performance.now() - began) / 1_000);
    counted = report.sessions.length;
  }
  await audit.drop();
  folder.remove();
  return { sessions: counted, seconds: times.sort((a, b) => a - b)[1] ?? 0 };
}
