export { NetworkFile, written } from "./file.ts";
export { type Network, type ReadWords, readerOf } from "./network.ts";
export { type Course, type Example, train } from "./train.ts";
export { pause, type Words } from "./words.ts";
