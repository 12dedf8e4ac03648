import { ReadStream } from "node:fs";
import type { TransformOptions } from "node:stream";
import { createGunzip, type ZlibOptions } from "node:zlib";
import { BrokenBundle } from "./broken.ts";
import { isMarked, membersOf } from "./members.ts";
import { giveBack } from "./memory.ts";
import { type OpenedMember, openPart, type ReadFile } from "./open-part.ts";
import { partThreads } from "./part-threads.ts";
import { bytesOf, type Pieces } from "./pieces.ts";
import { readTar } from "./tar.ts";

/** Compressed bytes before it is worth starting threads: most bundles are smaller. */
const SMALL = 1 << 20;

export type ReadOptions = {
  /** So many open members at the same time, the caller's own among them. */
  threads: number;
  /** False for whoever needs no entry of a part that is sound; its body is empty then. */
  withText: boolean;
};

/**
 * The files of a bundle in their order. Of one in marked members several are opened at the same time; one that somebody
 * compressed anew is read from its beginning to its end. The memory of a sound part is given back when the next is asked
 * for.
 * @throws BrokenBundle when it is cut short, damaged or none
 */
export async function* readBundle(
  compressed: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<ReadFile> {
  // What is read from a file comes in memory of its own each time.
  const pieces = bytesOf(compressed, compressed instanceof ReadStream);
  yield* (await isMarked(pieces)) ? readMembers(pieces, options) : readTar(gunzipped(pieces.rest()));
}

async function* readMembers(pieces: Pieces, options: ReadOptions): AsyncGenerator<ReadFile> {
  for await (const { files, isEnd, isSound } of opened(membersOf(pieces), options)) {
    yield* files;
    if (isEnd) return;
    if (isSound) giveBack(...files.map(({ body }) => body));
  }
  throw cutShort();
}

async function* opened(
  members: AsyncGenerator<Buffer<ArrayBuffer>>,
  { threads, withText }: ReadOptions,
): AsyncGenerator<OpenedMember> {
  for (let read = 0; read < SMALL || threads < 2; ) {
    const { value: member, done } = await members.next();
    if (done) return;
    read += member.length;
    yield openPart(member, withText);
  }
  const pool = partThreads(threads - 1, withText);
  try {
    yield* aheadOf(members, pool, 2 * threads);
  } finally {
    await pool.stop();
  }
}

/** Opens members ahead of whoever takes them, so many at most, and gives them in their order. */
async function* aheadOf(
  members: AsyncGenerator<Buffer<ArrayBuffer>>,
  { open, waitFor }: ReturnType<typeof partThreads>,
  most: number,
): AsyncGenerator<OpenedMember> {
  const ahead: Promise<OpenedMember>[] = [];
  for await (const member of members) {
    const opening = open(member);
    opening.catch(() => {}); // said when it is its turn
    ahead.push(opening);
    const first = ahead.length > most ? ahead.shift() : undefined;
    if (first) yield await waitFor(first);
  }
  for (const one of ahead) yield await waitFor(one);
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
