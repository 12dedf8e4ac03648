/** The proofs of the ledger: no I/O, nothing but WebCrypto, the same code in Node and in the auditor's browser. */
export {
  type Bytes,
  concat,
  equal,
  fromBase64,
  fromHex,
  fromText,
  toBase64,
  toHex,
  toText,
} from "./bytes.ts";
export { type Checkpoint, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
export type { HashPairs } from "./grow.ts";
export { leafPreimage, nodePreimage, sha256 } from "./hash.ts";
export { parseVerifierKey, type VerifierKey } from "./note.ts";
export { type Finding, type Milestone, type Placed, verifyStretch } from "./stretch.ts";
export { verifyConsistency, verifyInclusion } from "./verify.ts";
