import { BrokenBundle } from "./broken.ts";
import { bytesOf } from "./pieces.ts";

/** Just enough of tar (POSIX.1-1988 ustar, regular files) to be read through in one sitting by whoever must trust it. */
const BLOCK = 512;

export type TarFile = { name: string; body: Buffer };

/** A file with its header, padded to whole blocks. */
export function tarFile(name: string, body: Buffer, modifiedAt: Date): Buffer[] {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, "0")}\0`;
  header.write(name, 0, 100, "utf8");
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(body.length, 12), 124);
  header.write(octal(Math.floor(modifiedAt.getTime() / 1_000), 12), 136);
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, body, Buffer.alloc(paddingOf(body.length))];
}

export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK);

/** The largest file of a bundle is a part of 4,096 entries of half a megabyte, which no log has. */
export const MOST_BYTES = 1 << 30;

/**
 * The files of a tar, one at a time, from pieces of any size.
 * @throws BrokenBundle when it is cut short or is no tar
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const { take } = bytesOf(pieces);
  for (;;) {
    const header = readHeader(await take(BLOCK));
    if (!header) return;
    const body = await take(header.size);
    await take(paddingOf(header.size));
    yield { name: header.name, body };
  }
}

/**
 * The files of a stretch of a tar that is in memory, and whether the tar ends in it.
 * @throws BrokenBundle when the stretch does not end with a file
 */
export function filesIn(whole: Buffer): { files: TarFile[]; isEnd: boolean } {
  const files: TarFile[] = [];
  for (let at = 0; at < whole.length; ) {
    const header = readHeader(whole.subarray(at, at + BLOCK));
    if (!header) return { files, isEnd: true };
    const start = at + BLOCK;
    at = start + header.size + paddingOf(header.size);
    if (at > whole.length) throw cutShort();
    files.push({ name: header.name, body: whole.subarray(start, start + header.size) });
  }
  return { files, isEnd: false };
}

/** Undefined for the empty block with which a tar ends. */
function readHeader(block: Buffer): { name: string; size: number } | undefined {
  if (block.length < BLOCK) throw cutShort();
  if (block.every((byte) => byte === 0)) return undefined;
  const stated = Number.parseInt(block.toString("latin1", 148, 156), 8);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  const size = Number.parseInt(block.toString("latin1", 124, 136), 8);
  if (stated !== sum || !(size >= 0 && size <= MOST_BYTES))
    throw new BrokenBundle("a file's header is damaged");
  return { name: block.toString("utf8", 0, 100).replace(/\0.*$/s, ""), size };
}

const paddingOf = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;
const cutShort = () => new BrokenBundle("the bundle ends in the middle of a file");
