import { learnerOf } from "./learner.ts";
import { type Network, tapsOfAll, widths } from "./network.ts";
import { evenNumbers, normal, shuffle } from "./random.ts";
import { pieceRows, type Words } from "./words.ts";

/** A text, and whether it is what the network shall learn to tell. */
export type Example = { words: Words; isIt: boolean };

export type Course = {
  /** Numbers in the vector of a word. */
  depth: number;
  /** Filters of each width. */
  filters: number;
  /** Times that every example is read. */
  rounds: number;
  seed: number;
  /** Told after each round, with the mean loss of its examples. */
  onRound?: (round: number, loss: number) => void;
};

/** Words that fewer texts have are read by their pieces alone. */
const rarest = 4;
/** How far a batch may move: slowly at first, and less and less to the end. */
const pace = { rate: 1e-3, warmUp: 300, least: 0.02, batch: 64 } as const;

/** Learns a network from examples. The same examples and course give the same network. */
export function train(examples: readonly Example[], course: Course): Network {
  const random = evenNumbers(course.seed);
  const network = begin(examples, course, random);
  const learner = learnerOf(network, random);
  const order = Array.from(examples.keys());
  const all = course.rounds * Math.ceil(order.length / pace.batch);
  let moves = 0;
  for (let round = 0; round < course.rounds; round += 1) {
    shuffle(order, random);
    let loss = 0;
    for (let from = 0; from < order.length; from += pace.batch) {
      const batch = order.slice(from, from + pace.batch);
      for (const at of batch) loss += learner.read(examples[at] as Example, 1 / batch.length);
      const begun = Math.min(1, (moves + 1) / pace.warmUp);
      const left = Math.max(pace.least, 1 - moves / all);
      learner.move(pace.rate * begun * left);
      moves += 1;
    }
    course.onRound?.(round, loss / order.length);
  }
  return network;
}

/** A network that knows nothing yet: its words, and numbers drawn at random. */
function begin(examples: readonly Example[], { depth, filters }: Course, random: () => number): Network {
  const counts = new Map<string, number>();
  for (const { words } of examples)
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].flatMap(([word, count]) => (count >= rarest ? [word] : [])).sort();
  const all = widths.length * filters;
  const drawn = (size: number, spread: number) =>
    Float32Array.from({ length: size }, () => normal(random) * spread);
  const own = drawn(known.length * depth, 0.1);
  const pieces = drawn(pieceRows * depth, 0.1);
  const taps = new Float32Array(tapsOfAll * filters * depth);
  let from = 0;
  for (const width of widths) {
    const ofWidth = drawn(width * filters * depth, Math.sqrt(1 / (3 * width * depth)));
    taps.set(ofWidth, from);
    from += ofWidth.length;
  }
  return {
    depth,
    filters,
    words: new Map(known.map((word, place) => [word, place])),
    own,
    pieces,
    taps,
    tapBias: new Float32Array(all),
    output: drawn(all, Math.sqrt(1 / (3 * all))),
    outputBias: new Float32Array(1),
  };
}
