import { type Rows, rowsOf } from "@liss/classifier";
import { countsFor } from "../assess/features.ts";

/** A message as the model sees it, a feature as often as it has it; `group` is who wrote it. */
export type Sample = { features: readonly string[]; group: string };

/** Samples by number: the squares of the values of each add up to 1. */
export type Matrix = Rows & {
  names: readonly string[];
  /** What each of them counts for. @see countsFor */
  worth: readonly number[];
};

/** Features that fewer messages have say nothing. */
const rarest = 10;

export function matrixOf(samples: readonly Sample[]): Matrix {
  const counts = new Map<string, number>();
  for (const { features } of samples)
    for (const feature of new Set(features)) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const names = [...counts].flatMap(([name, count]) => (count >= rarest ? name : [])).sort();
  const worth = names.map((name) => countsFor(name, { heardIn: counts.get(name) ?? 0, of: samples.length }));
  const numbers = new Map(names.map((name, number) => [name, number]));
  const rows = samples.map(({ features }) => {
    const columns = Int32Array.from(features.flatMap((name) => numbers.get(name) ?? []));
    const values = Float32Array.from(columns, (number) => worth[number] ?? 0);
    const length = Math.hypot(...values);
    return { columns, values: values.map((value) => value / length) };
  });
  return { ...rowsOf(rows, names.length), names, worth };
}
