import { parentPort } from "node:worker_threads";
import { assess, newConversation } from "../src/assess/assess.ts";
import { readingOf } from "../src/assess/reading.ts";
import { corpus, Row, readLines } from "../src/measure/corpus.ts";
import { crafted } from "../src/measure/crafted.ts";
import { loadRules } from "../src/rules/load-rules.ts";

// A thread of its own, so that no garbage of other measurements is counted: reads some messages as a service has when it
// has been up for a while, then each text made to be slow once and cold, as whoever sends them would have it. Posts the
// milliseconds of each.
const rules = await loadRules();
const read = (text: string) => assess(rules, newConversation, readingOf({ kind: "text", text }));
for (const row of readLines(corpus.validation, Row).slice(0, 5_000)) if ("text" in row) read(row.text);

const times = crafted(rules).map((text) => {
  const from = process.hrtime.bigint();
  read(text);
  return Number(process.hrtime.bigint() - from) / 1e6;
});
parentPort?.postMessage(times);
