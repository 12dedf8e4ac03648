import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Bytes, equal, toHex } from "./bytes.ts";
import { append, decodeFrontier, emptyFrontier, encodeNodes, type Frontier, rootOf } from "./frontier.ts";
import { type Hash, hashLeaf, sha256 } from "./hash.ts";
import { consistencyPath, fillPath, inclusionPath, type Path, type Place } from "./path.ts";
import { consistencyProofs, emptyRoot, inclusionProofs, leaves, roots } from "./reference-tree.fixture.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

const hash: Hash = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const hex = (hashes: readonly Bytes[]) => hashes.map(toHex);

/** A tree that keeps every node: slow, small, for tests. */
function grow(entries: readonly Uint8Array[]) {
  const nodes = new Map<string, Bytes>();
  const frontiers: Frontier[] = [emptyFrontier];
  for (const entry of entries) {
    const last = frontiers.at(-1)!;
    frontiers.push(
      append(hash, last, hashLeaf(hash, entry), (node) =>
        nodes.set(`${node.level}/${node.index}`, node.hash),
      ),
    );
  }
  const nodeAt = ({ level, index }: Place) => nodes.get(`${level}/${index}`)!;
  return {
    root: (size: number) => rootOf(hash, frontiers[size]!),
    frontier: (size: number) => frontiers[size]!,
    proof: (path: Path) => fillPath(hash, path, nodeAt),
  };
}

const flip = (bytes: Bytes): Bytes => bytes.map((byte, index) => (index === 0 ? byte ^ 8 : byte)) as Bytes;
const reference = grow(leaves);
const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => Uint8Array.of(index, index >> 8));
const long = grow(numbered(300));

describe("the reference tree of RFC 6962", () => {
  test("the empty tree has the hash of nothing as its root", () => {
    expect(toHex(reference.root(0))).toBe(toHex(emptyRoot));
  });

  test.each(roots.map((root, index) => [index + 1, root] as const))(
    "has the published root at size %i",
    (size, root) => {
      expect(toHex(reference.root(size))).toBe(toHex(root));
    },
  );

  test.each(inclusionProofs)(
    "leaf $index of $size has the published proof, and it verifies",
    async (vector) => {
      const { index, size } = vector;
      expect(hex(reference.proof(inclusionPath(index, size)))).toEqual(hex(vector.proof));
      const claim = {
        index,
        size,
        leafHash: hashLeaf(hash, leaves[index]!),
        proof: vector.proof,
        root: roots[size - 1]!,
      };
      expect(await verifyInclusion(claim)).toBe(true);
      expect(await verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
      expect(await verifyInclusion({ ...claim, index: index - 1 })).toBe(false);
      expect(await verifyInclusion({ ...claim, index: index ^ 2 })).toBe(false);
      expect(await verifyInclusion({ ...claim, size: size * 2 })).toBe(false);
      expect(await verifyInclusion({ ...claim, size: Math.floor(size / 2) })).toBe(false);
      expect(await verifyInclusion({ ...claim, root: emptyRoot })).toBe(false);
      expect(await verifyInclusion({ ...claim, leafHash: hashLeaf(hash, Uint8Array.of(9)) })).toBe(false);
      for (const extra of [new Uint8Array(), claim.root]) {
        expect(await verifyInclusion({ ...claim, proof: [...claim.proof, extra] })).toBe(false);
        expect(await verifyInclusion({ ...claim, proof: [extra, ...claim.proof] })).toBe(false);
      }
      if (claim.proof.length > 0)
        expect(await verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
    },
  );

  test.each(consistencyProofs)(
    "$from is shown to be a beginning of $to by the published proof",
    async (vector) => {
      expect(hex(reference.proof(consistencyPath(vector.from, vector.to)))).toEqual(hex(vector.proof));
      const claim = {
        from: { size: vector.from, root: roots[vector.from - 1]! },
        to: { size: vector.to, root: roots[vector.to - 1]! },
        proof: vector.proof,
      };
      expect(await verifyConsistency(claim)).toBe(true);
      if (vector.proof.length === 0) return;
      expect(await verifyConsistency({ ...claim, from: { ...claim.from, size: vector.from + 1 } })).toBe(
        false,
      );
      expect(await verifyConsistency({ ...claim, from: { ...claim.from, size: vector.from ^ 2 } })).toBe(
        false,
      );
      expect(await verifyConsistency({ ...claim, to: { ...claim.to, size: vector.to * 2 } })).toBe(false);
      expect(await verifyConsistency({ ...claim, from: { ...claim.from, root: claim.to.root } })).toBe(false);
      expect(await verifyConsistency({ ...claim, proof: [] })).toBe(false);
      for (const extra of [new Uint8Array(), claim.from.root, claim.to.root, vector.proof[0]!]) {
        expect(await verifyConsistency({ ...claim, proof: [extra, ...claim.proof] })).toBe(false);
        expect(await verifyConsistency({ ...claim, proof: [...claim.proof, extra] })).toBe(false);
      }
      for (const changed of vector.proof.keys()) {
        const proof = vector.proof.map((step, index) => (index === changed ? flip(step) : step));
        expect(await verifyConsistency({ ...claim, proof })).toBe(false);
      }
    },
  );

  test("sizes that say nothing are judged by their roots alone", async () => {
    const some = { size: 0, root: roots[0]! };
    expect(await verifyConsistency({ from: some, to: { size: 1, root: roots[1]! }, proof: [] })).toBe(true);
    expect(
      await verifyConsistency({ from: some, to: { size: 1, root: roots[1]! }, proof: [emptyRoot] }),
    ).toBe(false);
    expect(
      await verifyConsistency({
        from: { size: 1, root: roots[0]! },
        to: { size: 1, root: roots[1]! },
        proof: [],
      }),
    ).toBe(false);
    expect(
      await verifyConsistency({
        from: { size: 2, root: roots[1]! },
        to: { size: 1, root: roots[0]! },
        proof: [],
      }),
    ).toBe(false);
  });
});

describe("any tree", () => {
  const size = fc.integer({ min: 1, max: 300 });

  test("every leaf of every size has a proof that verifies, and any flipped bit spoils it", async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (size, position, step) => {
        const index = position % size;
        const proof = long.proof(inclusionPath(index, size));
        const claim = {
          index,
          size,
          leafHash: hashLeaf(hash, numbered(300)[index]!),
          proof,
          root: long.root(size),
        };
        expect(await verifyInclusion(claim)).toBe(true);
        expect(await verifyInclusion({ ...claim, root: flip(claim.root) })).toBe(false);
        expect(await verifyInclusion({ ...claim, leafHash: flip(claim.leafHash) })).toBe(false);
        if (proof.length === 0) return;
        const bent = proof.map((node, at) => (at === step % proof.length ? flip(node) : node));
        expect(await verifyInclusion({ ...claim, proof: bent })).toBe(false);
      }),
    );
  });

  test("every older size is a beginning of every newer one, and of no other tree", async () => {
    const other = grow(numbered(300).map((entry, index) => (index === 7 ? Uint8Array.of(255) : entry)));
    await fc.assert(
      fc.asyncProperty(size, size, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const proof = long.proof(consistencyPath(from, to));
        const claim = {
          from: { size: from, root: long.root(from) },
          to: { size: to, root: long.root(to) },
          proof,
        };
        expect(await verifyConsistency(claim)).toBe(true);
        if (from < 8) return;
        expect(await verifyConsistency({ ...claim, from: { size: from, root: other.root(from) } })).toBe(
          false,
        );
      }),
    );
  });

  test("a stored frontier continues as if it had never been put away", () => {
    fc.assert(
      fc.property(size, (size) => {
        const stored = decodeFrontier(size, encodeNodes(long.frontier(size)));
        expect(equal(rootOf(hash, stored), long.root(size))).toBe(true);
        expect(() => decodeFrontier(size, new Uint8Array(31))).toThrow(RangeError);
      }),
    );
  });

  test("WebCrypto and the injected hash agree", async () => {
    expect(toHex(await sha256(Uint8Array.of(1, 2)))).toBe(toHex(hash(Uint8Array.of(1, 2))));
  });

  test("there is no path to a leaf outside the tree, nor from a larger tree to a smaller one", () => {
    expect(() => inclusionPath(3, 3)).toThrow(RangeError);
    expect(() => inclusionPath(-1, 3)).toThrow(RangeError);
    expect(() => consistencyPath(4, 3)).toThrow(RangeError);
  });
});
