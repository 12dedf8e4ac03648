export { NetworkFile, readNetwork, written } from "./file.ts";
export { unknown } from "./loss.ts";
export { type Network, type Opinion, type Reason, readerOf } from "./network.ts";
export { type Course, type Example, train } from "./train.ts";
export { pause, type Words } from "./words.ts";
