import { BrokenBundle } from "./broken.ts";

/** Bytes that come in pieces of any size, to be taken in lengths of one's own. */
export type Pieces = {
  /** @throws BrokenBundle when there are not so many any more */
  take(count: number): Promise<Buffer>;
  /** The next bytes, which stay; fewer at the end. */
  peek(count: number): Promise<Buffer>;
  /** All that was not taken, as it comes. */
  rest(): AsyncGenerator<Uint8Array>;
};

export function bytesOf(pieces: AsyncIterable<Uint8Array>): Pieces {
  const source = pieces[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let length = 0;

  async function more(): Promise<boolean> {
    const { value, done } = await source.next();
    if (done) return false;
    held.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    length += value.byteLength;
    return true;
  }
  function joined(): Buffer {
    const [first] = held;
    const all = held.length === 1 && first ? first : Buffer.concat(held);
    held = [all];
    return all;
  }
  async function peek(count: number): Promise<Buffer> {
    while (length < count && (await more()));
    return joined().subarray(0, count);
  }

  return {
    peek,
    take: async (count) => {
      const taken = await peek(count);
      if (taken.length < count) throw new BrokenBundle("the bundle ends in the middle of a file");
      held = [joined().subarray(count)];
      length -= count;
      return taken;
    },
    async *rest() {
      yield* held;
      held = [];
      while (await more()) {
        yield* held;
        held = [];
      }
    },
  };
}
