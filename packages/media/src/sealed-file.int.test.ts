import { randomBytes } from "node:crypto";
import { KeyDestroyed, SealBroken } from "@liss/vault";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MediaBroken } from "./errors.ts";
import { openFile, sealFile } from "./sealed-file.ts";
import { inPieces, startVault, whole } from "./testing.test-support.ts";

const frame = 65_536;
const scope = "contact:1";
const context = "media:1";
let keys: Awaited<ReturnType<typeof startVault>>;
beforeAll(async () => {
  keys = await startVault();
});
afterAll(() => keys.stop());

const seal = async (plaintext: Buffer, size = 10_000) =>
  await whole((await sealFile({ vault: keys.vault, scope, context }, inPieces(plaintext, size))).bytes);
const open = async (sealed: Buffer, size = 7_777, where = context) =>
  await whole(await openFile({ vault: keys.vault, context: where }, inPieces(sealed, size)));

test.each([0, 1, frame - 1, frame, frame + 1, 3 * frame, 1_000_003])("%i bytes come back", async (length) => {
  const plaintext = randomBytes(length);
  const sealed = await seal(plaintext);
  expect(await open(sealed)).toEqual(plaintext);
  if (length >= 64) expect(sealed.includes(plaintext.subarray(0, 64))).toBe(false);
});

test("however the bytes are cut on their way", async () => {
  const piece = fc.integer({ min: 1, max: 200_000 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), piece, piece, async (length, into, from) => {
      const plaintext = randomBytes(length);
      expect((await open(await seal(plaintext, into), from)).equals(plaintext)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("every altered bit is noticed before the frame that holds it is given out", async () => {
  const sealed = await seal(randomBytes(100_000));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: sealed.length * 8 - 1 }), async (bit) => {
      const altered = Buffer.from(sealed);
      altered[bit >> 3]! ^= 1 << (bit & 7);
      await expect(open(altered)).rejects.toThrow();
    }),
    { numRuns: 300 },
  );
});

test("frames cannot be cut off, left out, repeated, swapped or taken from another file", async () => {
  const plaintext = randomBytes(3 * frame);
  const sealed = await seal(plaintext);
  const other = await seal(plaintext);
  const header = sealed.length - 3 * (frame + 16);
  const part = (of: Buffer, number: number) =>
    of.subarray(header + number * (frame + 16), header + (number + 1) * (frame + 16));
  const [a, b, c] = [0, 1, 2].map((number) => part(sealed, number)) as [Buffer, Buffer, Buffer];
  const made = (...frames: Buffer[]) => open(Buffer.concat([sealed.subarray(0, header), ...frames]));
  expect((await made(a, b, c)).equals(plaintext)).toBe(true);
  for (const frames of [[a, b], [a], [], [a, c], [b, c], [a, a, b, c], [b, a, c], [a, b, c, c]]) {
    await expect(made(...frames)).rejects.toThrow(MediaBroken);
  }
  await expect(made(a, part(other, 1), c)).rejects.toThrow(MediaBroken);
  await expect(made(a, b, c.subarray(0, 100))).rejects.toThrow(MediaBroken);
});

test("it opens only where it belongs, and not at all when her keys are destroyed", async () => {
  const sealed = await seal(randomBytes(10));
  await expect(open(sealed, 100, "media:2")).rejects.toThrow(SealBroken);
  await keys.vault.destroy(scope);
  await expect(open(sealed)).rejects.toThrow(KeyDestroyed);
});

test("what is no sealed file says so", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("LISSFILE"), randomBytes(500)]) {
    await expect(open(bytes)).rejects.toThrow(MediaBroken);
  }
});
