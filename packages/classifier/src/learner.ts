import { addScaled, moved, rowsMoved } from "./descent.ts";
import { judge } from "./loss.ts";
import { loudestOf, type Network, tapsOfAll, widths } from "./network.ts";
import type { Example } from "./train.ts";
import { piecesOf, type Words } from "./words.ts";

/** What is hidden while it learns, so that nothing is learned by heart: numbers of a vector, words, filters (dropout). */
const hidden = { numbers: 0.3, words: 0.25, filters: 0.5 } as const;
/** A batch whose slopes together are steeper than this is taken for no steeper. */
const steepest = 2;
/** Words of a text that are read; a longer one is read in part. */
const longest = 120;

/** Reads examples and moves the numbers of a network so that it would have judged them better. */
export type Learner = {
  /** Adds what an example teaches to the slopes of a batch, of which it is a `share`. @returns its loss */
  read(example: Example, share: number): number;
  /** Moves all numbers down their slopes, and forgets these. */
  move(rate: number): void;
};

export function learnerOf(network: Network, random: () => number): Learner {
  const { depth, filters, words: known, own, pieces, taps, tapBias, output, outputBias } = network;
  const all = widths.length * filters;
  const slopes = {
    own: rowsMoved(own, depth),
    pieces: rowsMoved(pieces, depth),
    taps: moved(taps),
    tapBias: moved(tapBias),
    output: moved(output),
    outputBias: moved(outputBias),
  };
  const vectors = new Float32Array(longest * depth);
  const vectorSlopes = new Float32Array(longest * depth);
  const heard = Array.from({ length: longest }, () => new Float32Array(tapsOfAll * filters));
  const kept = new Float32Array(all);
  const rowsOf = remembered(piecesOf);
  /** The same numbers as `taps`, those of one number of a vector together, as they are read. */
  const byNumber = new Float32Array(taps.length);
  turn(taps, byNumber, depth);

  function readVectors(words: Words): void {
    const keep = 1 / (1 - hidden.numbers);
    vectors.fill(0, 0, words.length * depth);
    for (const [place, word] of words.entries()) {
      if (random() < hidden.words) continue;
      const start = place * depth;
      const row = known.get(word);
      if (row !== undefined) addScaled(vectors, start, own, row * depth, depth, 1);
      const rows = rowsOf(word);
      for (const each of rows) addScaled(vectors, start, pieces, each * depth, depth, 1 / rows.length);
      for (let at = start; at < start + depth; at += 1)
        vectors[at] = random() < hidden.numbers ? 0 : (vectors[at] as number) * keep;
    }
  }

  function listen(count: number): ReturnType<typeof loudestOf> {
    const width = tapsOfAll * filters;
    for (let place = 0; place < count; place += 1) {
      const word = heard[place] as Float32Array;
      word.fill(0);
      for (let at = 0; at < depth; at += 1) {
        const value = vectors[place * depth + at] as number;
        if (value !== 0) addScaled(word, 0, byNumber, at * width, width, value);
      }
    }
    return loudestOf(heard.slice(0, count), tapBias, filters);
  }

  /** From the answer back to the filters. */
  function learnOutput(slope: number, loudest: Float32Array): void {
    slopes.outputBias.slope[0] = (slopes.outputBias.slope[0] as number) + slope;
    for (let filter = 0; filter < all; filter += 1) {
      const said = (loudest[filter] as number) * (kept[filter] as number);
      slopes.output.slope[filter] = (slopes.output.slope[filter] as number) + slope * said;
    }
  }

  /** From the filters back to the vectors of the words in the window that each found loudest. */
  function learnFilters(
    ofAnswer: number,
    { loudest, where }: ReturnType<typeof loudestOf>,
    count: number,
  ): void {
    vectorSlopes.fill(0, 0, count * depth);
    let tap = 0;
    for (const [at, width] of widths.entries()) {
      for (let filter = at * filters; filter < (at + 1) * filters; filter += 1) {
        if (loudest[filter] === 0 || kept[filter] === 0) continue;
        const slope = ofAnswer * (output[filter] as number) * (kept[filter] as number);
        slopes.tapBias.slope[filter] = (slopes.tapBias.slope[filter] as number) + slope;
        for (let word = 0; word < width; word += 1) {
          const place = (where[filter] as number) + word;
          if (place < 0 || place >= count) continue;
          const of = ((tap + word) * filters + (filter - at * filters)) * depth;
          addScaled(slopes.taps.slope, of, vectors, place * depth, depth, slope);
          addScaled(vectorSlopes, place * depth, taps, of, depth, slope);
        }
      }
      tap += width;
    }
  }

  function learnWords(words: Words): void {
    const keep = 1 / (1 - hidden.numbers);
    for (const [place, word] of words.entries()) {
      const start = place * depth;
      // What was hidden was not heard, and is not moved.
      for (let at = start; at < start + depth; at += 1)
        vectorSlopes[at] = vectors[at] === 0 ? 0 : (vectorSlopes[at] as number) * keep;
      const row = known.get(word);
      if (row !== undefined) slopes.own.add(row, vectorSlopes, start, 1);
      const rows = rowsOf(word);
      for (const each of rows) slopes.pieces.add(each, vectorSlopes, start, 1 / rows.length);
    }
  }

  return {
    read({ words: whole, isIt }, share) {
      const words = whole.slice(0, longest);
      readVectors(words);
      const heardIn = listen(words.length);
      let score = outputBias[0] as number;
      for (let filter = 0; filter < all; filter += 1) {
        kept[filter] = random() < hidden.filters ? 0 : 1 / (1 - hidden.filters);
        score += (heardIn.loudest[filter] as number) * (kept[filter] as number) * (output[filter] as number);
      }
      const { loss, slope } = judge(Math.fround(score), isIt);
      // In single precision, as all numbers of a network are.
      const ofAnswer = Math.fround(Math.fround(slope) * share);
      learnOutput(ofAnswer, heardIn.loudest);
      learnFilters(ofAnswer, heardIn, words.length);
      learnWords(words);
      return loss;
    },
    move(rate) {
      const parts = Object.values(slopes);
      const steep = Math.sqrt(parts.reduce((sum, part) => sum + part.square(), 0));
      for (const part of parts) part.move(rate, Math.min(1, steepest / (steep + 1e-9)));
      turn(taps, byNumber, depth);
    },
  };
}

function remembered<Known>(work: (word: string) => Known): (word: string) => Known {
  const known = new Map<string, Known>();
  return (word) => {
    const found = known.get(word) ?? work(word);
    known.set(word, found);
    return found;
  };
}

/** Rows become columns. */
function turn(from: Float32Array, into: Float32Array, width: number): void {
  const height = from.length / width;
  for (let row = 0; row < height; row += 1)
    for (let at = 0; at < width; at += 1) into[at * height + row] = from[row * width + at] as number;
}
