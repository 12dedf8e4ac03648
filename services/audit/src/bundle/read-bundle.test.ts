import { hash, randomBytes } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { gzipMember } from "./members.ts";
import { readBundle } from "./read-bundle.ts";
import { tarEnd, tarFile } from "./tar.ts";

const PARTS = 6;
const IN_PART = 1_500;
const leafOf = (entry: string) => hash("sha256", Buffer.from(`\0${entry}`), "buffer");

/** A part of entries that hardly become smaller: some megabytes in all, so that threads are started. */
function part(nth: number): Buffer[] {
  const entries = Array.from({ length: IN_PART }, (_, place) =>
    JSON.stringify({ data: randomBytes(200).toString("base64"), index: nth * IN_PART + place, type: "a.b" }),
  );
  const lines = Buffer.from(entries.map((entry) => `${entry}\n`).join(""));
  const now = new Date(0);
  return [
    ...tarFile(`hashes/${nth}.bin`, Buffer.concat(entries.map(leafOf)), now),
    ...tarFile(`entries/${nth}.jsonl`, lines, now),
  ];
}

const parts = Array.from({ length: PARTS }, (_, nth) => Buffer.concat(part(nth)));
let members: Buffer[];
beforeAll(async () => {
  members = await Promise.all([...parts, tarEnd()].map(gzipMember));
});

async function* inPieces(whole: Buffer) {
  for (let at = 0; at < whole.length; at += 100_000) yield whole.subarray(at, at + 100_000);
}
async function filesOf(whole: Buffer, threads: number, withText = true) {
  const files = [];
  for await (const { name, body, sound } of readBundle(inPieces(whole), { threads, withText })) {
    files.push({ name, sha256: hash("sha256", body, "hex"), first: sound?.first, leaves: sound?.leaves });
  }
  return files;
}

test("threads give the same files in the same order as one alone, and each part's place and hashes", async () => {
  const whole = Buffer.concat(members);
  const files = await filesOf(whole, 3);
  expect(files.map(({ name }) => name)).toEqual(
    parts.flatMap((_, nth) => [`hashes/${nth}.bin`, `entries/${nth}.jsonl`]),
  );
  expect(files.flatMap(({ first = [] }) => first)).toEqual(parts.map((_, nth) => nth * IN_PART));
  const digests = files.map(({ name, sha256, leaves }) => [name, sha256, leaves && [...leaves]]);
  const alone = await filesOf(whole, 1);
  expect(alone.map(({ name, sha256, leaves }) => [name, sha256, leaves && [...leaves]])).toEqual(digests);
});

test.each([1, 3])(
  "with %i threads, who needs no text is given the hashes of sound parts alone",
  async (threads) => {
    const whole = Buffer.concat(members);
    const entries = (await filesOf(whole, threads)).filter(({ name }) => name.startsWith("entries/"));
    const nothing = hash("sha256", "", "hex");
    expect(await filesOf(whole, threads, false)).toEqual(
      entries.map((file) => ({ ...file, sha256: nothing })),
    );
  },
);

test("any gunzip reads it as one file, and one that was compressed anew is read too", async () => {
  const whole = Buffer.concat(members);
  const tar = gunzipSync(whole);
  expect(tar).toEqual(Buffer.concat([...parts, tarEnd()]));
  const anew = await filesOf(gzipSync(tar, { level: 1 }), 3);
  const names = (files: typeof anew) => files.map(({ name, sha256 }) => ({ name, sha256 }));
  expect(names(anew)).toEqual(names(await filesOf(whole, 3)));
});

describe.each([1, 3])("with %i threads, what other programs would read otherwise is refused", (threads) => {
  const refused = async (bent: Buffer[], reason: RegExp) =>
    expect(filesOf(Buffer.concat(bent), threads)).rejects.toThrow(reason);
  const withLength = (member: Buffer, length: number) => {
    const copy = Buffer.from(member);
    copy.writeUInt32LE(length, 16);
    return copy;
  };

  test("a bit that flipped", async () => {
    const bent = Buffer.from(members[4] as Buffer);
    bent.writeUInt8(bent.readUInt8(5_000) ^ 4, 5_000);
    await refused(members.with(4, bent), /cannot be decompressed/);
  });

  test("a checksum that is not that of an entry which nothing else proves", async () => {
    const unproven = Buffer.concat(tarFile("entries/4.jsonl", Buffer.from('{"index":0}\n'), new Date(0)));
    const bent = await gzipMember(unproven);
    bent.writeUInt32LE(bent.readUInt32LE(bent.length - 8) ^ 1, bent.length - 8);
    await refused(members.with(4, bent), /cannot be decompressed/);
  });

  test("something between two members, hidden in the length of the first", async () => {
    const member = members[4] as Buffer;
    const bent = Buffer.concat([withLength(member, member.length + 9), Buffer.from("something")]);
    await refused(members.with(4, bent), /cannot be decompressed/);
  });

  test("a length that ends too early, or beyond the end", async () => {
    const member = members[4] as Buffer;
    await refused(members.with(4, withLength(member, member.length - 20)), /cannot be decompressed/);
    await refused(members.with(4, withLength(member, 2 ** 32 - 1)), /cannot be decompressed/);
    await refused(members.with(4, withLength(member, 0)), /cannot be decompressed/);
  });

  test("an end that was cut off, at a member or within it", async () => {
    await refused(members.slice(0, 5), /ends in the middle/);
    await refused([...members.slice(0, 5), (members[5] as Buffer).subarray(0, -7)], /cannot be decompressed/);
  });

  test("a file that goes on in the next member", async () => {
    const [first = Buffer.alloc(0), ...others] = parts;
    const cut = first.length - 512;
    const bent = [first.subarray(0, cut), first.subarray(cut), ...others, tarEnd()];
    await refused(await Promise.all(bent.map(gzipMember)), /ends in the middle/);
  });

  test("an entry in the place of another is no sound part", async () => {
    const lines = Buffer.from('{"index":0}\n{"index":2}\n');
    const hashes = Buffer.concat(['{"index":0}', '{"index":2}'].map(leafOf));
    const now = new Date(0);
    const own = Buffer.concat([
      ...tarFile("hashes/0.bin", hashes, now),
      ...tarFile("entries/0.jsonl", lines, now),
    ]);
    const files = await filesOf(
      Buffer.concat([...members.slice(0, 5), await gzipMember(own), await gzipMember(tarEnd())]),
      threads,
    );
    expect(files.at(-1)).toMatchObject({ name: "entries/0.jsonl", first: undefined });
  });
});
