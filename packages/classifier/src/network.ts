import { piecesOf, type Words } from "./words.ts";

/** Windows of so many words in a row, each with filters of its own. */
export const widths = [1, 2, 3, 4] as const;
/** A filter of width three has three taps: what it hears in the first, the second and the third word of a window. */
export const tapsOfAll = widths.reduce((sum, width) => sum + width, 0);

/**
 * The numbers of a network. A word is a vector: its own and the mean of those of its pieces. Each filter listens to
 * every window of its width and keeps the loudest; the answer weighs what the filters heard.
 * Source: Kim 2014, "Convolutional Neural Networks for Sentence Classification".
 */
export type Network = {
  /** Numbers in the vector of a word. */
  depth: number;
  /** Filters of each width. */
  filters: number;
  /** Where the vector of a known word stands in `own`. */
  words: ReadonlyMap<string, number>;
  own: Float32Array;
  pieces: Float32Array;
  /** Tap `t` of filter `f` is `depth` numbers from `(t * filters + f) * depth` on; taps by width, then by word. */
  taps: Float32Array;
  /** One for each filter, by width. */
  tapBias: Float32Array;
  /** What each filter says for the answer. */
  output: Float32Array;
  outputBias: Float32Array;
};

/** Words that are remembered; then they are forgotten and heard again. */
const mostRemembered = 8_000;

/** Reads the words of a text. @returns how likely they are what the network learned, as the logarithm of odds */
export type ReadWords = (words: Words) => number;

/**
 * Makes a network ready to read texts. What filters hear in a word does not depend on its neighbours, so it is worked
 * out when the word is first seen: a text then costs additions only, in proportion to its words.
 */
export function readerOf(network: Network): ReadWords {
  const { filters, tapBias, output, outputBias } = network;
  const remembered = new Map<string, Float32Array>();
  const heardIn = (word: string) => {
    const known = remembered.get(word);
    if (known) return known;
    if (remembered.size >= mostRemembered) remembered.clear();
    const heard = tapsHeard(network, vectorOf(network, word));
    remembered.set(word, heard);
    return heard;
  };
  return (words) => {
    const { loudest } = loudestOf(words.map(heardIn), tapBias, filters);
    return loudest.reduce((sum, said, filter) => sum + said * (output[filter] as number), outputBias[0] ?? 0);
  };
}

/** The vector of a word: its own, if it is known, and the mean of those of its pieces. */
function vectorOf({ depth, words, own, pieces }: Network, word: string): Float32Array {
  const vector = new Float32Array(depth);
  const known = words.get(word);
  if (known !== undefined) vector.set(own.subarray(known * depth, (known + 1) * depth));
  const rows = piecesOf(word);
  for (const row of rows)
    for (let at = 0; at < depth; at += 1)
      vector[at] = (vector[at] as number) + (pieces[row * depth + at] as number) / rows.length;
  return vector;
}

function tapsHeard({ depth, filters, taps }: Network, vector: Float32Array): Float32Array {
  const heard = new Float32Array(tapsOfAll * filters);
  for (let tap = 0; tap < heard.length; tap += 1) {
    let sum = 0;
    for (let at = 0; at < depth; at += 1) sum += (taps[tap * depth + at] as number) * (vector[at] as number);
    heard[tap] = sum;
  }
  return heard;
}

/**
 * The loudest that each filter heard in any window, also in those that begin before the text or end after it; 0 where
 * all were silent. And the first word of that window.
 * @param heard of each word what each tap hears
 */
export function loudestOf(
  heard: readonly Float32Array[],
  tapBias: Float32Array,
  filters: number,
): { loudest: Float32Array; where: Int32Array } {
  const loudest = new Float32Array(widths.length * filters);
  const where = new Int32Array(loudest.length);
  const sum = new Float32Array(filters);
  let tap = 0;
  for (const [at, width] of widths.entries()) {
    const into = at * filters;
    for (let from = 1 - width; from < heard.length; from += 1) {
      sum.set(tapBias.subarray(into, into + filters));
      for (let word = 0; word < width; word += 1) {
        const said = heard[from + word];
        if (said) addTo(sum, said, (tap + word) * filters);
      }
      for (let filter = 0; filter < filters; filter += 1) {
        if ((sum[filter] as number) <= (loudest[into + filter] as number)) continue;
        loudest[into + filter] = sum[filter] as number;
        where[into + filter] = from;
      }
    }
    tap += width;
  }
  return { loudest, where };
}

function addTo(sum: Float32Array, from: Float32Array, start: number): void {
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] as number) + (from[start + at] as number);
}
