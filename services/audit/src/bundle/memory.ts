/** Whether these bytes have memory of their own, which may change hands: small ones are a piece of Node's common pool. */
const isOwn = (buffer: ArrayBufferLike): buffer is ArrayBuffer =>
  buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize;

/** What can change hands of the memory that these have. */
export const ownMemory = (all: readonly Uint8Array[]): ArrayBuffer[] =>
  [...new Set(all.map(({ buffer }) => buffer))].filter(isOwn);

/**
 * Gives memory back at once; whatever was in it is gone. A bundle goes through some gigabytes, and waiting for the garbage
 * collector cost a fifth of a verification: it was called for every few parts, and new memory is slower than used one.
 */
export function giveBack(...all: readonly Uint8Array[]): void {
  for (const memory of ownMemory(all)) memory.transfer(0);
}
