import { promisify } from "node:util";
import { crc32, deflateRaw, inflateRawSync, type ZlibOptions } from "node:zlib";
import { BrokenBundle } from "./broken.ts";
import type { Pieces } from "./pieces.ts";
import { MOST_BYTES } from "./tar.ts";

/**
 * A gzip file may be several, one after the other (RFC 1952 §2.2), and every gunzip reads them as one. A bundle is written
 * so, and each member says in its extra field how long it is: whoever knows the mark can decompress several at the same
 * time, and for all others it is a `tar.gz` like any other.
 */
const HEADER = Buffer.from([
  ...[0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255], // deflate, with an extra field, no time, no system
  ...[8, 0, 0x4c, 0x53, 4, 0], // of eight bytes: "LS", four bytes:
]);
const MEMBER_HEADER = HEADER.length + 4;
const TRAILER = 8;

const deflated = promisify<Buffer, ZlibOptions, Buffer>(deflateRaw);

/** Compresses in a thread of Node's pool. */
export async function gzipMember(content: Buffer): Promise<Buffer> {
  const body = await deflated(content, { level: 3 });
  const length = Buffer.alloc(4);
  length.writeUInt32LE(MEMBER_HEADER + body.length + TRAILER);
  const trailer = Buffer.alloc(TRAILER);
  trailer.writeUInt32LE(crc32(content));
  trailer.writeUInt32LE(content.length % 2 ** 32, 4);
  return Buffer.concat([HEADER, length, body, trailer]);
}

export async function isMarked(pieces: Pieces): Promise<boolean> {
  const start = await pieces.peek(HEADER.length);
  return start.equals(HEADER);
}

/**
 * The members of a marked file.
 * @throws BrokenBundle when one is cut short or is none
 */
export async function* membersOf(pieces: Pieces): AsyncGenerator<Buffer<ArrayBuffer>> {
  for (;;) {
    const start = await pieces.peek(MEMBER_HEADER);
    if (start.length === 0) return;
    const length = start.length < MEMBER_HEADER ? 0 : start.readUInt32LE(HEADER.length);
    if (!start.subarray(0, HEADER.length).equals(HEADER) || length < MEMBER_HEADER + TRAILER) {
      throw damaged();
    }
    if (!(await pieces.has(length))) throw damaged();
    yield await pieces.take(length);
  }
}

/** More than any part has: what is larger comes in several pieces. */
const AT_ONCE = 64 << 20;

/** What is in a member, and whether it is what its checksum says: to be asked wherever SHA-256 does not say more. */
export type MemberContent = { content: Buffer; isAsSummed: () => boolean };

/**
 * Decompresses a member, all of it in one go.
 * @throws BrokenBundle when it is damaged, or ends elsewhere than it says: other programs would read something else
 */
export function openMember(member: Buffer): MemberContent {
  const trailer = member.subarray(-TRAILER);
  const body = member.subarray(MEMBER_HEADER, -TRAILER);
  const stated = trailer.readUInt32LE(4);
  const options = {
    chunkSize: Math.min(stated, AT_ONCE) + 64, // so that it is made in one piece
    maxOutputLength: 2 * MOST_BYTES,
    info: true,
  };
  try {
    const { buffer: content, engine } = inflateRawSync(body, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (engine.bytesWritten === body.length && content.length === stated) {
      return { content, isAsSummed: () => crc32(content) === trailer.readUInt32LE(0) };
    }
  } catch {
    // said below
  }
  throw damaged();
}

export const damaged = () => new BrokenBundle("the bundle is damaged: it cannot be decompressed to its end");
