import { loadCheckText } from "../safety.ts";
import { readCorpus } from "./corpus.ts";

/**
 * `npm run -s safety:report`: how many betraying texts are caught and how many harmless ones are refused, and how
 * long a check takes. The goals are read from the test texts, which nobody who writes rules has read. The last line
 * is JSON; goals of quality that are not met are told and do not fail the command.
 */
const check = loadCheckText();

function measure(name: "development" | "held-out" | "test") {
  const texts = readCorpus(name).map(({ text, plan, safe }) => ({ safe, found: check(text, plan).safe }));
  const betraying = texts.filter(({ safe }) => !safe);
  const harmless = texts.filter(({ safe }) => safe);
  const caught = betraying.filter(({ found }) => !found).length / betraying.length;
  const refused = harmless.filter(({ found }) => !found).length / harmless.length;
  return {
    betraying: betraying.length,
    harmless: harmless.length,
    caught: rounded(caught),
    refused: rounded(refused),
  };
}

/** Milliseconds for a text of so many characters, the fastest of three. */
function timeOf(characters: number): number {
  const text = "¿te pasó algo anoche con él? nada, la torta quedó rica "
    .repeat(characters / 50)
    .slice(0, characters);
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = performance.now();
      check(text);
      return performance.now() - before;
    }),
  );
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const development = measure("development");
const heldOut = measure("held-out");
const test = measure("test");
const short = timeOf(4_096);
const long = timeOf(65_536);
for (const [name, figures] of Object.entries({ development, heldOut, test })) {
  console.log(
    `${name}: caught ${figures.caught} of ${figures.betraying}, refused ${figures.refused} of ${figures.harmless}`,
  );
}
const longPerShort = rounded(long / short);
console.log(
  JSON.stringify({
    command: "safety:report",
    figures: {
      development,
      heldOut,
      test,
      msPer4096Characters: rounded(short),
      sixteenTimesLongerTakes: longPerShort,
    },
    goals: [
      { name: "betraying texts caught", value: test.caught, goal: "≥ 0.97", met: test.caught >= 0.97 },
      { name: "harmless texts refused", value: test.refused, goal: "≤ 0.03", met: test.refused <= 0.03 },
      {
        name: "time grows with the text, not faster",
        value: longPerShort,
        goal: "≤ 32",
        met: longPerShort <= 32,
      },
    ],
  }),
);
