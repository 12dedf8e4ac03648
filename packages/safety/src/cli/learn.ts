import { writeFileSync } from "node:fs";
import { loadLexicon } from "../rules/load-lexicon.ts";
import { type Example, learn } from "../weights/learn.ts";
import { scoreOf, type Weights } from "../weights/score.ts";
import { examplesOf, type Labelled, pointsOf } from "./examples.ts";

/**
 * `npm run safety:learn`: weighs words, fields and rules again from the example texts and writes
 * `lexicon/es-CL/weights.json`. The test texts are never read. The same texts give the same file.
 *
 * `npm run safety:learn -- --try`: writes nothing; learns from three quarters of the texts, reads the fourth, four
 * times over, and shows what each threshold would catch and refuse.
 */
const lexicon = loadLexicon();
const { ours, hers } = examplesOf(lexicon);
const points = pointsOf(lexicon);

/** Where the score begins to be enough: chosen from `--try`, on the side of catching. */
const enough = 0.2;
const leastWeight = 0.04;

if (process.argv.includes("--try")) tryThresholds();
else write(learn([...ours, ...hers], points));

function write({ start, of }: Weights): void {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  const weights = Object.fromEntries(
    [...of]
      .filter(([, value]) => Math.abs(value) >= leastWeight)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([feature, value]) => [feature, rounded(value)]),
  );
  const file = new URL("../../lexicon/es-CL/weights.json", import.meta.url);
  writeFileSync(file, `${JSON.stringify({ enough, start: rounded(start), weights }, null, 2)}\n`);
  console.log(`${ours.length + hers.length} texts, ${Object.keys(weights).length} weights`);
}

function tryThresholds(): void {
  const parts = 4;
  const read = Array.from({ length: parts }, (_, part) => {
    const weights = learn([...ours.filter((_, at) => at % parts !== part), ...hers], points);
    return ours
      .filter((_, at) => at % parts === part)
      .map((example) => ({ example, score: highest(example, weights) }));
  }).flat();
  for (const threshold of [-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.5]) {
    const share = (safe: boolean) => {
      const all = read.filter(({ example }) => example.safe === safe);
      return (
        all.filter(({ example, score }) => refused(example, score, threshold)).length / all.length
      ).toFixed(3);
    };
    console.log(`${threshold}: caught ${share(false)}, harmless refused ${share(true)}`);
  }
}

function refused(example: Labelled, score: number, threshold: number): boolean {
  return example.refusedAnyway || score > threshold;
}

function highest({ stretches }: Example, weights: Weights): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...stretches.map((features) => scoreOf(features, weights)));
}
