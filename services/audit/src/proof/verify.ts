import { type Bytes, equal } from "./bytes.ts";
import { HASH_SIZE, nodePreimage, sha256 } from "./hash.ts";

export type InclusionClaim = {
  index: number;
  size: number;
  leafHash: Bytes;
  proof: readonly Bytes[];
  root: Bytes;
};

export type ConsistencyClaim = {
  from: { size: number; root: Bytes };
  to: { size: number; root: Bytes };
  proof: readonly Bytes[];
};

const node = (left: Bytes, right: Bytes) => sha256(nodePreimage(left, right));
const whole = (...numbers: number[]) =>
  numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
const wellFormed = (hashes: readonly Bytes[]) => hashes.every((hash) => hash.length === HASH_SIZE);
const half = (number: number) => Math.floor(number / 2);
const odd = (number: number) => number % 2 === 1;

/** True when that leaf is at that index of the tree with that root. Source: RFC 9162 §2.1.3.2. */
export async function verifyInclusion(claim: InclusionClaim): Promise<boolean> {
  const { index, size, leafHash, proof, root } = claim;
  if (!whole(index, size) || index >= size || !wellFormed([leafHash, root, ...proof])) return false;
  let fn = index;
  let sn = size - 1;
  let reached = leafHash;
  for (const step of proof) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      reached = await node(step, reached);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      reached = await node(reached, step);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(reached, root);
}

/** True when the tree `from` is the beginning of the tree `to`. Source: RFC 9162 §2.1.4.2. */
export async function verifyConsistency({ from, to, proof }: ConsistencyClaim): Promise<boolean> {
  if (!whole(from.size, to.size) || from.size > to.size) return false;
  if (from.size === to.size) return proof.length === 0 && equal(from.root, to.root);
  // Every tree begins with the empty one, whatever root it claims.
  if (from.size === 0) return proof.length === 0;
  if (!wellFormed([from.root, to.root, ...proof])) return false;

  const steps = isPowerOfTwo(from.size) ? [from.root, ...proof] : [...proof];
  const [first, ...rest] = steps;
  if (!first || proof.length === 0) return false;
  let fn = from.size - 1;
  let sn = to.size - 1;
  while (odd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  let older = first;
  let newer = first;
  for (const step of rest) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      older = await node(step, older);
      newer = await node(step, newer);
      while (!odd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      newer = await node(newer, step);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(older, from.root) && equal(newer, to.root);
}

function isPowerOfTwo(size: number): boolean {
  let power = 1;
  while (power < size) power *= 2;
  return power === size;
}
