export { NetworkFile, written } from "./file.ts";
export {
  adaGrad,
  fit,
  type Linear,
  type LinearCourse,
  likelihood,
  type Rows,
  rowsOf,
  scoresOf,
  shares,
  unknown,
} from "./linear.ts";
export { type Network, type ReadWords, readerOf } from "./network.ts";
export { evenNumbers, shuffle } from "./random.ts";
export { type Course, type Example, train } from "./train.ts";
export { weightRecord } from "./weight-record.ts";
export { pause, type Words } from "./words.ts";
