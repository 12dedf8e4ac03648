import { writeFileSync } from "node:fs";
import { type Network, readerOf, train, written } from "@liss/classifier";
import { worstPassage } from "../check/check-text.ts";
import { loadLexicon } from "../rules/load-lexicon.ts";
import { learn } from "../weights/learn.ts";
import type { Weights } from "../weights/score.ts";
import { examplesOf, type Labelled, pointsOf } from "./examples.ts";

/**
 * `npm run safety:learn`: weighs words, fields and rules again from the example texts, teaches the network, and writes
 * `lexicon/es-CL/weights.json` and `network.json`. Texts that measure are never read. The same texts give the same
 * files. Takes about five minutes.
 *
 * `npm run safety:learn -- --try`: writes nothing; learns from three quarters of the texts, reads the fourth, and shows
 * what each threshold would catch and refuse.
 */
const lexicon = loadLexicon();
const { ours, hers, compiled } = examplesOf(lexicon);
const points = pointsOf(lexicon);

/** Where the score begins to be enough: chosen from what texts of authors said that nothing had been learned from. */
const enough = 0.07;
const leastWeight = 0.04;
const course = { depth: 48, filters: 64, rounds: 6, seed: 1 } as const;

if (process.argv.includes("--try")) tryThresholds();
else write(learn([...ours, ...hers], points), teach(ours));

/** The network reads what will be checked; what women write to us is not like it. */
function teach(texts: readonly Labelled[]): Network {
  const examples = texts.flatMap(({ words, betrays, byPlan }) => (byPlan ? [] : [{ words, isIt: betrays }]));
  return train(examples, {
    ...course,
    onRound: (round, loss) => console.log(`round ${round + 1} of ${course.rounds}: loss ${loss.toFixed(3)}`),
  });
}

function write({ start, of }: Weights, network: Network): void {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  const weights = Object.fromEntries(
    [...of]
      .filter(([, value]) => Math.abs(value) >= leastWeight)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([feature, value]) => [feature, rounded(value)]),
  );
  const file = (name: string) => new URL(`../../lexicon/es-CL/${name}`, import.meta.url);
  writeFileSync(
    file("weights.json"),
    `${JSON.stringify({ enough, start: rounded(start), weights }, null, 2)}\n`,
  );
  writeFileSync(
    file("network.json"),
    `${JSON.stringify(written(network, `${ours.length} texts`), null, 1)}\n`,
  );
  console.log(`${ours.length + hers.length} texts, ${Object.keys(weights).length} weights`);
}

function tryThresholds(): void {
  const parts = 4;
  const isAside = (at: number) => at % parts === 0;
  const toLearn = ours.filter((_, at) => !isAside(at));
  const weights = learn([...toLearn, ...hers], points);
  const readWords = readerOf(teach(toLearn));
  const read = ours
    .filter((_, at) => isAside(at))
    .map(({ reading, safe, refusedAnyway }) => ({
      safe,
      score: refusedAnyway
        ? Number.POSITIVE_INFINITY
        : (worstPassage(reading, { ...compiled, weights, readWords })?.score ?? Number.NEGATIVE_INFINITY),
    }));
  for (const threshold of [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]) {
    const share = (safe: boolean) => {
      const all = read.filter((each) => each.safe === safe);
      return (all.filter(({ score }) => score > threshold).length / all.length).toFixed(3);
    };
    console.log(`${threshold}: caught ${share(false)}, harmless refused ${share(true)}`);
  }
}
