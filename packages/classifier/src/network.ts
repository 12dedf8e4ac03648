import { piecesOf, type Words } from "./words.ts";

/** Windows of so many words in a row, each with filters of its own. */
export const widths = [1, 2, 3, 4] as const;
/** A filter of width three has three taps: what it hears in the first, the second and the third word of a window. */
export const tapsOfAll = widths.reduce((sum, width) => sum + width, 0);

/**
 * The numbers of a network. A word is a vector: its own and the mean of those of its pieces. Each filter listens to
 * every window of its width and keeps the loudest; classes weigh what the filters heard.
 * Source: Kim 2014, "Convolutional Neural Networks for Sentence Classification".
 */
export type Network = {
  classes: readonly string[];
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
  /** Class `c` has one number for each filter, from `c * allFilters` on. */
  output: Float32Array;
  outputBias: Float32Array;
};

/** Words `from` to `to` (exclusive) of a text, and how much they speak for a class. */
export type Reason = { from: number; to: number; weight: number };

export type Opinion = {
  /** One for each class, as the logarithm of odds. */
  scores: Float32Array;
  /** The windows of words that speak for a class, the one that says most first. */
  reasonsFor(place: number): Reason[];
};

/** Words that are remembered; then they are forgotten and heard again. */
const mostRemembered = 8_000;

/**
 * Makes a network ready to read texts. What filters hear in a word does not depend on its neighbours, so it is worked
 * out when the word is first seen: a text then costs additions only, in proportion to its words.
 */
export function readerOf(network: Network): (words: Words) => Opinion {
  const { filters, tapBias, classes, output, outputBias } = network;
  const allFilters = widths.length * filters;
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
    const { loudest, where } = loudestOf(words.map(heardIn), tapBias, filters);
    const scores = Float32Array.from(outputBias);
    for (let place = 0; place < classes.length; place += 1)
      for (let filter = 0; filter < allFilters; filter += 1)
        scores[place] =
          (scores[place] as number) +
          (loudest[filter] as number) * (output[place * allFilters + filter] as number);
    const reasonsFor = (place: number) => {
      const says = output.subarray(place * allFilters, (place + 1) * allFilters);
      return reasonsOf({ loudest, where, says, filters, words: words.length });
    };
    return { scores, reasonsFor };
  };
}

/** The vector of a word: its own, if it is known, and the mean of those of its pieces. */
export function vectorOf({ depth, words, own, pieces }: Network, word: string): Float32Array {
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

function reasonsOf(about: {
  loudest: Float32Array;
  where: Int32Array;
  says: Float32Array;
  filters: number;
  words: number;
}): Reason[] {
  const { loudest, where, says, filters, words } = about;
  const found = new Map<string, Reason>();
  for (let filter = 0; filter < loudest.length; filter += 1) {
    const weight = (loudest[filter] as number) * (says[filter] as number);
    const first = where[filter] as number;
    const from = Math.max(0, first);
    const to = Math.min(words, first + (widths[Math.floor(filter / filters)] ?? 1));
    if (weight === 0 || to <= from) continue;
    const reason = found.get(`${from} ${to}`) ?? { from, to, weight: 0 };
    reason.weight += weight;
    found.set(`${from} ${to}`, reason);
  }
  return [...found.values()].filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
}
