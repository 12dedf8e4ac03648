import { resolve } from "node:path";
import { readLines, Written } from "../measure/corpus.ts";
import { replay } from "../measure/replay.ts";
import { loadRules } from "../rules/load-rules.ts";

// triage:assess FILE.jsonl: what triage says of messages and conversations, one JSON a line. Needs no server.
const file = process.argv.slice(2).find((argument) => argument !== "--");
if (!file) {
  console.error("usage: triage:assess FILE.jsonl   with lines {id, text} or {id, messages: [{text, at}]}");
  process.exit(2);
}
const rules = await loadRules();
// A script of a package runs in its folder; the file is named from where the person stands.
for (const line of readLines(resolve(process.env.INIT_CWD ?? ".", file), Written)) {
  const { tier, indicators, evidence, medicalReferral, needsListening } = replay(rules, line);
  const says = { id: line.id, tier, imminent: tier === "imminent", indicators, evidence };
  process.stdout.write(
    `${JSON.stringify({ ...says, medicalReferral, needsListening, ruleVersion: rules.version })}\n`,
  );
}
