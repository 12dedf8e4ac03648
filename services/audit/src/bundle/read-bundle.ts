import type { TransformOptions } from "node:stream";
import { createGunzip, type ZlibOptions } from "node:zlib";
import { BrokenBundle } from "./broken.ts";
import { isMarked, membersOf } from "./members.ts";
import { type OpenedMember, openPart, type ReadFile } from "./open-part.ts";
import { partThreads } from "./part-threads.ts";
import { bytesOf, type Pieces } from "./pieces.ts";
import { readTar } from "./tar.ts";

/** Compressed bytes before it is worth starting threads: most bundles are smaller. */
const SMALL = 1 << 20;

/**
 * The files of a bundle in their order. Of one in marked members several are opened at the same time; one that somebody
 * compressed anew is read from its beginning to its end.
 * @throws BrokenBundle when it is cut short, damaged or none
 */
export async function* readBundle(
  compressed: AsyncIterable<Uint8Array>,
  threads: number,
): AsyncGenerator<ReadFile> {
  const pieces = bytesOf(compressed);
  yield* (await isMarked(pieces)) ? readMembers(pieces, threads) : readTar(gunzipped(pieces.rest()));
}

async function* readMembers(pieces: Pieces, threads: number): AsyncGenerator<ReadFile> {
  const members = membersOf(pieces);
  for (let read = 0; read < SMALL || threads < 2; ) {
    const { value: member, done } = await members.next();
    if (done) throw cutShort();
    read += member.length;
    const { files, isEnd } = openPart(member);
    yield* files;
    if (isEnd) return;
  }
  const pool = partThreads(threads);
  try {
    for await (const { files, isEnd } of aheadOf(members, pool.open, 2 * threads)) {
      yield* files;
      if (isEnd) return;
    }
    throw cutShort();
  } finally {
    await pool.stop();
  }
}

/** Opens members ahead of whoever takes them, so many at most, and gives them in their order. */
async function* aheadOf(
  members: AsyncGenerator<Buffer>,
  open: (member: Buffer) => Promise<OpenedMember>,
  most: number,
): AsyncGenerator<OpenedMember> {
  const ahead: Promise<OpenedMember>[] = [];
  for await (const member of members) {
    const opening = open(member);
    opening.catch(() => {}); // said when it is its turn
    ahead.push(opening);
    const first = ahead.length > most ? ahead.shift() : undefined;
    if (first) yield await first;
  }
  for (const one of ahead) yield await one;
}

async function* gunzipped(compressed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Decompressing goes on in a thread of its own, some parts ahead, while this one hashes.
  const options: ZlibOptions & TransformOptions = { chunkSize: 1 << 20, readableHighWaterMark: 16 << 20 };
  const gunzip = createGunzip(options);
  const feeding = (async () => {
    for await (const piece of compressed) {
      if (!gunzip.write(piece)) await new Promise((resolve) => gunzip.once("drain", resolve));
    }
    gunzip.end();
  })();
  feeding.catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : undefined));
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch {
    throw new BrokenBundle("the bundle is damaged: it cannot be decompressed to its end");
  } finally {
    gunzip.destroy();
  }
}

const cutShort = () => new BrokenBundle("the bundle ends in the middle of a file");
