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
  return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
}

export const tarEnd = (): Buffer => Buffer.alloc(2 * BLOCK);

export class BrokenBundle extends Error {
  override readonly name = "BrokenBundle";
}

/** The largest file of a bundle is a part of 4,096 entries of half a megabyte, which no log has. */
const MOST_BYTES = 1 << 30;

/**
 * The files of a tar, one at a time, from pieces of any size.
 * @throws BrokenBundle when it is cut short or is no tar
 */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const source = pieces[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let length = 0;

  async function take(count: number): Promise<Buffer> {
    while (length < count) {
      const { value, done } = await source.next();
      if (done) throw new BrokenBundle("the bundle ends in the middle of a file");
      held.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      length += value.byteLength;
    }
    const [first] = held;
    const all = held.length === 1 && first ? first : Buffer.concat(held);
    held = [all.subarray(count)];
    length -= count;
    return all.subarray(0, count);
  }

  for (;;) {
    const header = await take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const stated = Number.parseInt(header.toString("latin1", 148, 156), 8);
    const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
    const size = Number.parseInt(header.toString("latin1", 124, 136), 8);
    if (stated !== sum || !(size >= 0 && size <= MOST_BYTES))
      throw new BrokenBundle("a file's header is damaged");
    const name = header.toString("utf8", 0, 100).replace(/\0.*$/s, "");
    const body = await take(size);
    await take((BLOCK - (size % BLOCK)) % BLOCK);
    yield { name, body };
  }
}
