import { BrokenBundle } from "./broken.ts";
import { giveBack } from "./memory.ts";

/** Bytes that come in pieces of any size, to be taken in lengths of one's own. */
export type Pieces = {
  /**
   * The next bytes, in memory that is theirs alone and may change hands.
   * @throws BrokenBundle when there are not so many any more
   */
  take(count: number): Promise<Buffer<ArrayBuffer>>;
  /** The next bytes, which stay; fewer at the end. */
  peek(count: number): Promise<Buffer>;
  /** Whether so many are left. */
  has(count: number): Promise<boolean>;
  /** All that was not taken, as it comes. */
  rest(): AsyncGenerator<Uint8Array>;
};

/** @param areOurs nobody else will look at the pieces, so that the memory of one that was taken can be given back */
export function bytesOf(pieces: AsyncIterable<Uint8Array>, areOurs = false): Pieces {
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
  async function has(count: number): Promise<boolean> {
    while (length < count && (await more()));
    return length >= count;
  }
  /** The first `count` of what is held, copied once. */
  function copied(count: number): Buffer<ArrayBuffer> {
    const whole = Buffer.allocUnsafeSlow(count);
    let filled = 0;
    for (const piece of held) {
      if (filled === count) break;
      filled += piece.copy(whole, filled);
    }
    return whole;
  }
  function drop(count: number): void {
    length -= count;
    let left = count;
    while (left > 0 && held[0] && held[0].length <= left) {
      left -= held[0].length;
      if (areOurs) giveBack(held[0]);
      held.shift();
    }
    if (left > 0 && held[0]) held[0] = held[0].subarray(left);
  }

  return {
    has,
    async peek(count) {
      await has(count);
      const [first] = held;
      return first && first.length >= count ? first.subarray(0, count) : copied(Math.min(count, length));
    },
    async take(count) {
      if (!(await has(count))) throw new BrokenBundle("the bundle ends in the middle of a file");
      const taken = copied(count);
      drop(count);
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
