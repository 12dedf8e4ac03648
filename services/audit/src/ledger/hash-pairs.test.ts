import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { concat } from "../proof/bytes.ts";
import { hashNode } from "../proof/hash.ts";
import { hashPairs } from "./hash-pairs.ts";
import { sha256 } from "./sha256.ts";

const nodes = Array.from({ length: 5 }, () => randomBytes(32));
const [a, b, c, d] = nodes as [Buffer, Buffer, Buffer, Buffer];
const parents = concat(hashNode(sha256, a, b), hashNode(sha256, c, d));

test.each([0, 1, 2, 3, 8])(
  "pairs are joined as RFC 6962 says, %i bytes into whatever memory they are in",
  (offset) => {
    const memory = new Uint8Array(concat(new Uint8Array(offset), ...nodes));
    expect(concat(hashPairs(memory.subarray(offset)))).toEqual(parents);
    expect(hashPairs(memory.subarray(offset, offset + 32))).toHaveLength(0);
  },
);
