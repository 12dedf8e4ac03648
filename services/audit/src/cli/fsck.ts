import { findingText } from "../bundle/words.es-cl.ts";
import { fsck } from "../ledger/fsck.ts";
import { openRecord } from "./open-record.ts";
import { progressLine } from "./progress.ts";

/** Checks the whole record where it is kept. Ends with 0 when all is proven, 1 when something is not. */
const record = await openRecord("fsck");
const began = Date.now();
try {
  const { proven, findings } = await fsck({ ...record, progress: progressLine("asientos") });
  for (const finding of findings.slice(0, 200)) process.stdout.write(`${findingText(finding)}\n`);
  const figures = {
    entries: proven.to,
    checkpoints: proven.checkpoints,
    findings: findings.length,
    seconds: Math.round((Date.now() - began) / 100) / 10,
  };
  const goals = [{ name: "findings", value: findings.length, goal: 0, met: findings.length === 0 }];
  process.stdout.write(`${JSON.stringify({ command: "audit:fsck", figures, goals })}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await record.db.destroy();
}
