/** Adam. Source: Kingma and Ba 2015; decay apart from the slopes, Loshchilov and Hutter 2019. */
const [keepMean, keepSquare] = [0.9, 0.999];
const tiny = 1e-8;
const decay = 1e-4;

/** Numbers that are moved down their slopes; `slope` is added to, and is 0 again after a move. */
export type Moved = {
  slope: Float32Array;
  /** Sum of the squares of the slopes. */
  square(): number;
  move(rate: number, scale: number): void;
};

export function moved(numbers: Float32Array): Moved {
  const slope = new Float32Array(numbers.length);
  const state = stateOf(numbers.length);
  return {
    slope,
    square: () => squareOf(slope, 0, slope.length),
    move(rate, scale) {
      state.moves += 1;
      step(numbers, slope, state, { from: 0, to: numbers.length, rate, scale });
      slope.fill(0);
    },
  };
}

/** A table of which a batch touches few rows: only those are moved. */
export type RowsMoved = Omit<Moved, "slope"> & {
  add(row: number, slopes: Float32Array, from: number, share: number): void;
};

export function rowsMoved(numbers: Float32Array, depth: number): RowsMoved {
  const slope = new Float32Array(numbers.length);
  const state = stateOf(numbers.length);
  const touched = new Set<number>();
  return {
    add(row, slopes, from, share) {
      touched.add(row);
      addScaled(slope, row * depth, slopes, from, depth, share);
    },
    square() {
      let sum = 0;
      for (const row of touched) sum += squareOf(slope, row * depth, (row + 1) * depth);
      return sum;
    },
    move(rate, scale) {
      state.moves += 1;
      for (const row of touched) {
        const [from, to] = [row * depth, (row + 1) * depth];
        step(numbers, slope, state, { from, to, rate, scale });
        slope.fill(0, from, to);
      }
      touched.clear();
    },
  };
}

/** `into[start…] += scale * of[from…]`, `count` numbers. */
export function addScaled(
  into: Float32Array,
  start: number,
  of: Float32Array,
  from: number,
  count: number,
  scale: number,
): void {
  const factor = Math.fround(scale);
  for (let at = 0; at < count; at += 1)
    into[start + at] = Math.fround(
      (into[start + at] as number) + Math.fround(factor * (of[from + at] as number)),
    );
}

type State = { mean: Float32Array; square: Float32Array; moves: number };
const stateOf = (size: number): State => ({
  mean: new Float32Array(size),
  square: new Float32Array(size),
  moves: 0,
});

function squareOf(slope: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += (slope[at] as number) ** 2;
  return sum;
}

function step(
  numbers: Float32Array,
  slope: Float32Array,
  { mean, square, moves }: State,
  { from, to, rate, scale }: { from: number; to: number; rate: number; scale: number },
): void {
  const ofMean = 1 - keepMean ** moves;
  const ofSquare = 1 - keepSquare ** moves;
  for (let at = from; at < to; at += 1) {
    const down = (slope[at] as number) * scale;
    const first = keepMean * (mean[at] as number) + (1 - keepMean) * down;
    const second = keepSquare * (square[at] as number) + (1 - keepSquare) * down * down;
    mean[at] = first;
    square[at] = second;
    const number = numbers[at] as number;
    numbers[at] = number - rate * (first / ofMean / (Math.sqrt(second / ofSquare) + tiny) + decay * number);
  }
}
