import { z } from "zod";
import { type Network, tapsOfAll, widths } from "./network.ts";
import { pieceRows } from "./words.ts";

const Numbers = z.strictObject({
  /** What a step is worth in each row, as 32-bit numbers, little-endian. */
  steps: z.base64(),
  /** One signed byte a number, in steps. */
  values: z.base64(),
});
type Numbers = z.infer<typeof Numbers>;

/** A network as it is kept: numbers as bytes, each row in steps of its own size. */
const Kept = z.strictObject({
  about: z.string().describe("From what it was learned, for the record"),
  depth: z.int().positive(),
  filters: z.int().positive(),
  words: z.string().describe("Words that have a vector of their own, a space between them"),
  own: Numbers,
  pieces: Numbers,
  taps: Numbers,
  tapBias: Numbers,
  output: Numbers,
  outputBias: Numbers,
});
type Kept = z.infer<typeof Kept>;

/** What `written` wrote, read into a network; an issue names the part that has not as many numbers as the others ask for. */
export const NetworkFile = Kept.transform((file, context): Network => {
  try {
    return network(file);
  } catch (error) {
    context.issues.push({
      code: "custom",
      message: error instanceof Error ? error.message : String(error),
      input: file,
    });
    return z.NEVER;
  }
});

export function written(network: Network, about: string): Kept {
  const { depth, filters, words, own, pieces, taps, tapBias, output, outputBias } = network;
  const all = widths.length * filters;
  return {
    about,
    depth,
    filters,
    words: [...words.keys()].join(" "),
    own: packed(own, depth),
    pieces: packed(pieces, depth),
    taps: packed(taps, depth),
    tapBias: packed(tapBias, 1),
    output: packed(output, all),
    outputBias: packed(outputBias, 1),
  };
}

/** @throws Error naming the part that has not as many numbers as the others ask for */
function network(file: Kept): Network {
  const { depth, filters } = file;
  const known = file.words === "" ? [] : file.words.split(" ");
  const all = widths.length * filters;
  const part = (
    name: "own" | "pieces" | "taps" | "tapBias" | "output" | "outputBias",
    rows: number,
    width: number,
  ) => {
    const numbers = unpacked(file[name], width);
    if (numbers.length !== rows * width)
      throw new Error(`the network's ${name} has ${numbers.length} numbers, not ${rows * width}`);
    return numbers;
  };
  return {
    depth,
    filters,
    words: new Map(known.map((word, place) => [word, place])),
    own: part("own", known.length, depth),
    pieces: part("pieces", pieceRows, depth),
    taps: part("taps", tapsOfAll * filters, depth),
    tapBias: part("tapBias", all, 1),
    output: part("output", 1, all),
    outputBias: part("outputBias", 1, 1),
  };
}

const finest = 127;

function packed(numbers: Float32Array, width: number): Numbers {
  const steps = new DataView(new ArrayBuffer((numbers.length / width) * 4));
  const values = new Int8Array(numbers.length);
  for (let row = 0; row * width < numbers.length; row += 1) {
    const of = numbers.subarray(row * width, (row + 1) * width);
    const largest = of.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
    const step = Math.fround(largest / finest);
    steps.setFloat32(row * 4, step, true);
    if (step > 0)
      for (const [at, number] of of.entries()) values[row * width + at] = Math.round(number / step);
  }
  return {
    steps: Buffer.from(steps.buffer).toString("base64"),
    values: Buffer.from(values.buffer).toString("base64"),
  };
}

function unpacked({ steps, values }: Numbers, width: number): Float32Array {
  const bytes = Buffer.from(steps, "base64");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const signed = Buffer.from(values, "base64");
  const numbers = new Float32Array(signed.length);
  for (let from = 0; from < numbers.length; from += width) {
    const place = (from / width) * 4;
    const step = place + 4 > bytes.byteLength ? Number.NaN : view.getFloat32(place, true);
    const end = Math.min(from + width, numbers.length);
    for (let at = from; at < end; at += 1) numbers[at] = signed.readInt8(at) * step;
  }
  return numbers;
}
