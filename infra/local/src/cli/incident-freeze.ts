// Freezes the evidence of an incident and closes the doors: npm run incident:freeze -- --out FOLDER [--rotate]
import { parseArgs } from "node:util";
import { lissFolder } from "@liss/servers";
import { freeze } from "../incident/freeze.ts";
import { foldersOf } from "../stack/folders.ts";
import { portsFrom } from "../stack/ports.ts";
import { defaultPorts } from "../stack/services.ts";

const usage = `usage: npm run -s incident:freeze -- --out FOLDER [--rotate] [--hours 72] [--known-at TIME]

Copies tables, logs, traces and checkpoints, hashed and signed; ends every login; writes the timeline and the draft of
the early alert. What to do before and after: docs/incident-runbook.md (in Spanish).
  --out       a folder that is not there yet, on a disk of its own if possible
  --rotate    also changes the passwords of the house; stop and start Liss afterwards
  --hours     how far back the timeline goes (72)
  --known-at  when somebody knew; the three hours count from there (now)
`;

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    rotate: { type: "boolean", default: false },
    hours: { type: "string", default: "72" },
    "known-at": { type: "string" },
  },
});
const now = new Date();
const knownAt = values["known-at"] === undefined ? now : new Date(values["known-at"]);
const hours = Number(values.hours);
if (!values.out || !(hours > 0) || Number.isNaN(knownAt.getTime())) {
  process.stderr.write(usage);
  process.exit(64);
}
const frozen = await freeze({
  folders: foldersOf(lissFolder),
  postgresPort: { ...defaultPorts, ...portsFrom(process.env) }.postgres,
  out: values.out,
  rotate: values.rotate,
  hours,
  knownAt,
  now,
});
const alertBefore = new Date(knownAt.getTime() + 3 * 3_600_000).toISOString();
process.stdout.write(
  `${JSON.stringify({ command: "incident:freeze", figures: { ...frozen, alertBefore }, goals: [] })}\n`,
);
