import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { assess, newConversation } from "../src/assess/assess.ts";
import { readingOf } from "../src/assess/reading.ts";
import { corpus, Row, readLines } from "../src/measure/corpus.ts";
import { loadRules } from "../src/rules/load-rules.ts";

// bench:triage: messages per second on one core, p99, and the slowest of texts made to be slow.
const rules = await loadRules();
const texts = readLines(corpus.development, Row).flatMap((row) =>
  "text" in row ? [row.text] : row.messages.map(({ text }) => text),
);
/** What people write, and long tellings up to WhatsApp's limit made of it. */
const long = Array.from({ length: 60 }, (_, at) => {
  const some = Array.from({ length: 200 }, (_, step) => texts[(at * 37 + step * 13) % texts.length]);
  return some.join(" ").slice(0, [1_024, 2_048, 4_096][at % 3]);
});
const read = (text: string) => assess(rules, newConversation, readingOf({ kind: "text", text }));

/** The fastest of some readings: what else runs on the machine meanwhile is not what is measured. */
function timed(some: readonly string[], readings = 5): number[] {
  return some.map((text) => {
    const times = Array.from({ length: readings }, () => {
      const from = process.hrtime.bigint();
      read(text);
      return Number(process.hrtime.bigint() - from) / 1e6;
    });
    return Math.min(...times);
  });
}

/** Texts made to be slow, in a fresh thread: milliseconds of each, read once and cold. */
async function coldReadings(): Promise<number[]> {
  const [times] = await once(new Worker(new URL("./read-crafted.ts", import.meta.url)), "message");
  return times;
}

for (let round = 0; round < 6; round += 1) for (const text of [...texts, ...long]) read(text);
/** Messages a second of computing, each text some times. */
function perSecondOf(look: (text: string) => unknown, rounds = 5): number {
  const started = process.threadCpuUsage();
  for (let round = 0; round < rounds; round += 1) for (const text of texts) look(text);
  const used = process.threadCpuUsage(started);
  return (texts.length * rounds) / ((used.user + used.system) / 1e6);
}
const perSecond = perSecondOf(read);
/** The least that whoever looks for words does: a text without accents, cut into words, each looked up. */
const vocabulary = new Set(texts.flatMap(bareWords));
const barePerSecond = perSecondOf((text) => bareWords(text).filter((word) => vocabulary.has(word)));
function bareWords(text: string): string[] {
  return (
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  );
}

const at99 = (times: readonly number[]) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
const p99 = at99(timed([...texts, ...long]));
const p99Long = at99(timed(long));

/** The middle one of three cold readings of each: what else runs on the machine meanwhile is not what is measured. */
const [first = [], ...others] = [await coldReadings(), await coldReadings(), await coldReadings()];
const threeOf = first.map((time, at) =>
  [time, ...others.map((times) => times[at] ?? 0)].sort((a, b) => a - b),
);
const slowest = Math.max(...threeOf.map(([, middle = 0]) => middle));
const slowestOnce = Math.max(...threeOf.map(([, , longest = 0]) => longest));

const round = (value: number) => Math.round(value * 100) / 100;
const goals = [
  {
    name: "messages-per-second-one-core",
    value: Math.round(perSecond),
    goal: ">= 5000",
    met: perSecond >= 5_000,
  },
  { name: "p99-ms-up-to-4096-characters", value: round(p99), goal: "<= 2", met: p99 <= 2 },
  { name: "slowest-crafted-ms", value: round(slowest), goal: "<= 20", met: slowest <= 20 },
];
console.log(
  JSON.stringify({
    command: "bench:triage",
    figures: {
      messages: texts.length,
      long: long.length,
      barePerSecond: Math.round(barePerSecond),
      ofBare: round(perSecond / barePerSecond),
      p99LongMs: round(p99Long),
      slowestCraftedOnceMs: round(slowestOnce),
      ruleVersion: rules.version,
    },
    goals,
  }),
);
