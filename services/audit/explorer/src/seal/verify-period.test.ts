import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { fromText, leafPreimage, toBase64, toHex } from "@liss/audit/proof";
import { expect, test } from "vitest";
import { verifyPeriod } from "./verify-period.ts";

const sha256 = (...parts: Uint8Array[]) =>
  new Uint8Array(parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest());

/** A log of two entries under one signature, made here without the code that checks it. */
function log() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const typed = Buffer.concat([Buffer.of(1), raw]);
  const id = sha256(Buffer.from("liss.test/audit\n"), typed).subarray(0, 4);
  const entries = ['{"index":0}', '{"index":1}'];
  const leaves = entries.map((entry) => sha256(leafPreimage(fromText(entry))));
  const root = sha256(Buffer.of(1), ...leaves);
  const text = `liss.test/audit\n2\n${toBase64(root)}\n`;
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]);
  const note = `${text}\n— liss.test/audit ${signature.toString("base64")}\n`;
  return {
    entries,
    recorded: leaves.map(toHex),
    logKeys: `liss.test/audit+${toHex(id)}+${typed.toString("base64")}\n`,
    stretch: { first: 0, end: 2, milestones: [{ size: 2, note, frontier: toBase64(root) }] },
  };
}

const { logKeys, stretch, recorded, entries } = log();
const check = (part: { entries: string[]; recorded: string[] }) =>
  verifyPeriod({
    logKeys,
    stretch,
    ask: async () => part,
    progress: () => {},
    signal: new AbortController().signal,
  });

test("a period is proven entry by entry with WebCrypto", async () => {
  expect(await check({ entries, recorded })).toEqual({ findings: [], from: 0, to: 2, checkpoints: 1 });
});

test("an entry that is not the one that was signed is named", async () => {
  const { findings } = await check({ entries: ['{"index":0}', '{"index":1 }'], recorded });
  expect(findings).toEqual([{ kind: "entry-changed", index: 1 }]);
});

test("one that is missing, and one that says that it belongs elsewhere", async () => {
  expect((await check({ entries: ['{"index":1}'], recorded })).findings).toEqual([
    { kind: "entry-missing", index: 0 },
  ]);
  expect((await check({ entries: ['{"index":0}', '{"index":0}'], recorded })).findings).toEqual([
    { kind: "entry-misplaced", index: 1, says: 0 },
  ]);
});

test("hashes that were changed along with their entry do not help", async () => {
  const forged = '{"index":1,"x":1}';
  const hash = toHex(sha256(leafPreimage(fromText(forged))));
  const { findings } = await check({ entries: ['{"index":0}', forged], recorded: [recorded[0] ?? "", hash] });
  expect(findings).toEqual([{ kind: "root-differs", from: 0, to: 2 }]);
});

test("a log of another key proves nothing", async () => {
  const { findings } = await verifyPeriod({
    logKeys: log().logKeys,
    stretch,
    ask: async () => ({ entries, recorded }),
    progress: () => {},
    signal: new AbortController().signal,
  });
  expect(findings.map(({ kind }) => kind)).toContain("checkpoint-forged");
});
