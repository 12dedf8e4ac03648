import { type Model, unpacked } from "./model.ts";

/**
 * What the features say: feature `n` weighs as many steps for each class as its row tells. Most of the time of a message is
 * spent adding rows up, so two weights stand in one number, each with 128 added to it: one addition adds both.
 */
export type Says = { classes: number; half: number; pairs: Int32Array };

const shift = 128;
/** Rows of the largest weights that fit into half a number together. */
const mostAtOnce = Math.floor(0xffff / 0xff);

/** Rows in the order of the model's features. @throws Error naming a feature whose weights are of another number. */
export function saysOf(weights: Model["weights"], classes: number): Says {
  const half = Math.ceil(classes / 2);
  const rows = Object.entries(weights);
  const pairs = new Int32Array(rows.length * half);
  for (const [number, [feature, written]] of rows.entries()) {
    const row = unpacked(written);
    if (row.length !== classes)
      throw new Error(`The model's weights of ${feature} are ${row.length}, not ${classes}`);
    for (let pair = 0; pair < half; pair += 1) {
      const [low, high] = [row[pair * 2] ?? 0, row[pair * 2 + 1] ?? 0];
      pairs[number * half + pair] = (low + shift) | ((high + shift) << 16);
    }
  }
  return { classes, half, pairs };
}

/** What some features say together, in steps for each class. */
export function sumOf({ classes, half, pairs }: Says, numbers: readonly number[]): Float64Array {
  const sums = new Float64Array(half * 2).fill(-shift * numbers.length);
  const added = new Int32Array(half);
  for (let begin = 0; begin < numbers.length; begin += mostAtOnce) {
    const end = Math.min(begin + mostAtOnce, numbers.length);
    added.fill(0);
    for (let at = begin; at < end; at += 1) {
      const from = (numbers[at] as number) * half;
      for (let pair = 0; pair < half; pair += 1)
        added[pair] = ((added[pair] as number) + (pairs[from + pair] as number)) | 0;
    }
    for (let pair = 0; pair < half; pair += 1) {
      const both = added[pair] as number;
      sums[pair * 2] = (sums[pair * 2] as number) + (both & 0xffff);
      sums[pair * 2 + 1] = (sums[pair * 2 + 1] as number) + (both >>> 16);
    }
  }
  return sums.subarray(0, classes);
}

/** What a feature says for one class, in steps. */
export function weightOf({ half, pairs }: Says, number: number, place: number): number {
  const both = pairs[number * half + (place >> 1)] ?? 0;
  return ((both >>> ((place & 1) * 16)) & 0xff) - shift;
}
