import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Vault } from "@liss/vault";
import { MediaBroken } from "./errors.ts";

/**
 * A sealed file, so that it can be written and read without ever being whole in memory:
 *
 *     header   "LISSFILE" (8) ‖ version (1) ‖ key id (16) ‖ length of the box (2) ‖ box
 *     frames   ciphertext (65,536 but for the last) ‖ tag (16)                     AES-256-GCM
 *
 * The box holds the file's own random key, sealed by the vault under the conversation's key and the context of the
 * message: destroying that key destroys the file. A frame's nonce is its number (11 bytes) and whether it is the
 * last (1 byte); its associated data are the header. So no frame can be altered, moved, repeated, left out or taken
 * from another file, and a file cut short does not end. It is the STREAM construction, as age uses it.
 * Source: Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance.
 */
const magic = Buffer.from("LISSFILE", "latin1");
const version = 1;
const frameBytes = 65_536;
const tagBytes = 16;
const fixedBytes = magic.length + 1 + 16 + 2;
const longestBox = 512;

/** Whose key, and where the file belongs: `contact:<id>` and `media:<message id>`. */
export type Place = { vault: Vault; scope: string; context: string };

export type SealedFile = { keyId: string; bytes: AsyncIterable<Buffer> };

/** Seals bytes as they come. The source's own errors pass through. */
export async function sealFile(
  { vault, scope, context }: Place,
  plaintext: AsyncIterable<Uint8Array>,
): Promise<SealedFile> {
  const key = randomBytes(32);
  const { keyId, box } = await vault.seal(scope, context, key);
  const header = headerOf(keyId, Buffer.from(box, "base64"));
  return { keyId, bytes: sealFrames(key, header, plaintext) };
}

async function* sealFrames(
  key: Buffer,
  header: Buffer,
  plaintext: AsyncIterable<Uint8Array>,
): AsyncIterable<Buffer> {
  try {
    yield header;
    let number = 0;
    const seal = (bytes: Uint8Array, last: boolean) => {
      const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number, last)).setAAD(header);
      number += 1;
      return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    };
    for await (const { bytes, last } of cut(plaintext, frameBytes)) yield seal(bytes, last);
  } finally {
    key.fill(0);
  }
}

/**
 * Opens a sealed file. When this resolves its header and first frame are proven; every further frame is before it is
 * given out, and a file that is cut short throws instead of ending.
 * @throws MediaBroken, or the vault's KeyDestroyed | SealBroken | KeyUnavailable.
 */
export async function openFile(
  { vault, context }: Omit<Place, "scope">,
  sealed: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Buffer>> {
  const source = sealed[Symbol.asyncIterator]();
  const { header, keyId, box, rest } = await readHeader(source);
  const key = await vault.open({ keyId, box: box.toString("base64") }, context);
  const frames = openFrames(key, header, rest);
  const first = await frames.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* frames;
  })();
}

async function* openFrames(
  key: Buffer,
  header: Buffer,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void, void> {
  try {
    let number = 0;
    for await (const { bytes, last } of cut(sealed, frameBytes + tagBytes)) {
      const empty = bytes.length === tagBytes;
      if (bytes.length < tagBytes || (empty && number > 0)) throw new MediaBroken("a frame is too short");
      const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number, last));
      decipher.setAAD(header).setAuthTag(bytes.subarray(bytes.length - tagBytes));
      const plaintext = decipher.update(bytes.subarray(0, bytes.length - tagBytes));
      try {
        decipher.final();
      } catch {
        throw new MediaBroken(`frame ${number} is not what was sealed there`);
      }
      number += 1;
      yield plaintext;
    }
  } finally {
    key.fill(0);
  }
}

function headerOf(keyId: string, box: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(box.length);
  return Buffer.concat([
    magic,
    Buffer.of(version),
    Buffer.from(keyId.replaceAll("-", ""), "hex"),
    length,
    box,
  ]);
}

async function readHeader(source: AsyncIterator<Uint8Array>) {
  let read: Buffer = Buffer.alloc(0);
  const upTo = async (length: number) => {
    while (read.length < length) {
      const next = await source.next();
      if (next.done) throw new MediaBroken("it ends before its header does");
      read = Buffer.concat([read, next.value]);
    }
  };
  await upTo(fixedBytes);
  if (!read.subarray(0, magic.length).equals(magic)) throw new MediaBroken("it is not a sealed file");
  if (read[magic.length] !== version) throw new MediaBroken("its format is not known here");
  const boxLength = read.readUInt16BE(fixedBytes - 2);
  if (boxLength > longestBox) throw new MediaBroken("its header is too long");
  await upTo(fixedBytes + boxLength);
  const header = Buffer.from(read.subarray(0, fixedBytes + boxLength));
  const rest = read.subarray(header.length);
  return {
    header,
    keyId: uuidOf(header.subarray(magic.length + 1, magic.length + 17)),
    box: header.subarray(fixedBytes),
    rest: (async function* () {
      if (rest.length > 0) yield rest;
      yield* { [Symbol.asyncIterator]: () => source };
    })(),
  };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Pieces of exactly `size` bytes; the last may be shorter, and is empty only when there is nothing at all. */
async function* cut(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncIterable<{ bytes: Buffer; last: boolean }> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    // One byte more than a piece proves that the piece is not the last.
    let from = 0;
    while (held.length - from > size) {
      yield { bytes: held.subarray(from, from + size), last: false };
      from += size;
    }
    held = held.subarray(from);
  }
  yield { bytes: held, last: true };
}
