import { createHash, generateKeyPairSync, sign as signBytes } from "node:crypto";
import type { SessionInclusion, Step } from "@liss/audit/auditor-api";
import { factsOf } from "@liss/audit/facts";
import { leafPreimage, sha256, toBase64, toHex } from "@liss/audit/proof";
import { beforeAll, describe, expect, test } from "vitest";
import { type Memory, type Remembered, verifySession } from "./verify.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const raw = new Uint8Array(Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url"));
const origin = "liss.test/audit";
const hash = (...parts: Uint8Array[]) =>
  new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());
const keyId = hash(Buffer.from(`${origin}\n`), Uint8Array.of(1), raw).slice(0, 4);
const logKey = `${origin}+${toHex(keyId)}+${toBase64(Buffer.concat([Uint8Array.of(1), raw]))}`;

function noteOf(size: number, root: Uint8Array) {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  const signature = Buffer.concat([keyId, signBytes(null, Buffer.from(text), privateKey)]);
  return `${text}\n— ${origin} ${signature.toString("base64")}\n`;
}

const entryText = (index: number) =>
  JSON.stringify({
    index,
    subject: "routing.session-claimed.v1",
    type: "routing.session-claimed",
    eventId: `e${index}`,
    source: "executive-routing",
    actor: { kind: "person", id: "ana", role: "executive" },
    occurredAt: "2026-11-23T21:04:05.000Z",
    receivedAt: "2026-11-23T21:04:05.100Z",
    streamSequence: index + 1,
    sessionId: "s",
    data: { executiveId: "ana", waitedMs: 5 },
    problem: null,
    incident: null,
  });

let steps: Step[];
let inclusion: SessionInclusion;
let roots: string[];

/** A log of two entries: each is the other's proof. */
beforeAll(async () => {
  const leaves = await Promise.all(
    [0, 1].map((index) => sha256(leafPreimage(Buffer.from(entryText(index))))),
  );
  const root = hash(Uint8Array.of(1), leaves[0]!, leaves[1]!);
  roots = [toHex(leaves[0]!), toHex(root)];
  steps = [0, 1].map((index) => ({
    ...factsOf(entryText(index)),
    actorName: "Ana Ficticia",
    leafHash: toHex(leaves[index]!),
    entry: entryText(index),
  }));
  inclusion = {
    checkpoint: { size: 2, note: noteOf(2, root) },
    proofs: [
      { index: 0, proof: [toHex(leaves[1]!)] },
      { index: 1, proof: [toHex(leaves[0]!)] },
    ],
    notYetSigned: [],
  };
});

const memoryOf = (head?: Remembered): Memory & { kept: Remembered[] } => {
  const kept: Remembered[] = [];
  return { kept, recall: () => head, keep: (_key, next) => void kept.push(next) };
};
const verify = (changes: Partial<Parameters<typeof verifySession>[0]> = {}) =>
  verifySession({
    steps,
    inclusion,
    logKey,
    memory: memoryOf(),
    askConsistency: async (from, to) => ({ from, to, proof: [steps[1]!.leafHash] }),
    ...changes,
  });
const change = (position: number, changes: Partial<Step>) =>
  steps.map((step, index) => (index === position ? { ...step, ...changes } : step));

describe("a session is sealed in this browser", () => {
  test("only when every entry is proven from its bytes", async () => {
    const memory = memoryOf();
    const result = await verify({ memory });
    expect(result).toMatchObject({
      broken: null,
      proven: 2,
      pending: 0,
      seal: { size: 2, keyId: toHex(keyId) },
    });
    expect(memory.kept).toEqual([{ size: 2, root: roots[1] }]);
  });

  test("and says which entry is too new", async () => {
    const newer = { ...factsOf(entryText(2)), actorName: null, leafHash: "", entry: entryText(2) };
    expect(await verify({ steps: [...steps, newer] })).toMatchObject({ broken: null, proven: 2, pending: 1 });
  });
});

describe("the very entry is named", () => {
  test.each([
    ["whose bytes were changed", () => ({ steps: change(1, alteredEntry()) }), 1, "inclusion"],
    [
      "that is told differently from what was sealed",
      () => ({ steps: change(0, { actor: { kind: "robot" as const } }) }),
      0,
      "shown",
    ],
    [
      "that has no proof",
      () => ({ inclusion: { ...inclusion, proofs: inclusion.proofs.slice(0, 1) } }),
      1,
      "no-proof",
    ],
    [
      "that stands in the place of another",
      () => ({ steps: change(0, { entry: entryText(1) }) }),
      0,
      "shown",
    ],
  ])("%s", async (_title, changes, index, reason) => {
    const memory = memoryOf();
    expect((await verify({ ...changes(), memory })).broken).toEqual({ index, reason });
    expect(memory.kept).toEqual([]);
  });

  function alteredEntry(): Partial<Step> {
    const entry = entryText(1).replace('"waitedMs":5', '"waitedMs":1');
    return { ...factsOf(entry), entry };
  }
});

describe("the seal itself is refused", () => {
  test("when another key signed it", async () => {
    const another = inclusion.checkpoint.note.replace(/\n2\n/, "\n3\n");
    expect(
      (await verify({ inclusion: { ...inclusion, checkpoint: { size: 3, note: another } } })).broken,
    ).toEqual({
      index: null,
      reason: "signature",
    });
    expect((await verify({ logKey: "nobody" })).broken?.reason).toBe("signature");
  });

  test("when it does not continue the one verified before", async () => {
    expect((await verify({ memory: memoryOf({ size: 1, root: roots[0]! }) })).broken).toBeNull();
    expect((await verify({ memory: memoryOf({ size: 1, root: "ab".repeat(32) }) })).broken?.reason).toBe(
      "history",
    );
    const older = { memory: memoryOf({ size: 9, root: roots[1]! }), askConsistency: async () => null };
    expect((await verify(older)).broken?.reason).toBe("history");
  });
});
