import { createHash } from "node:crypto";
import { mediaContext, sessionScope } from "@liss/contracts";
import type { Vault } from "@liss/vault";
import { openFile, sealFile } from "./sealed-file.ts";
import type { MediaStore } from "./store.ts";

export type MediaTools = { store: MediaStore; vault: Vault };

/** The file of a message, under the name that the object store knows it by. */
export type MediaPlace = { object: string; messageId: string };

/**
 * Seals a file as it comes and stores it. The source may throw (too large, a hash that does not fit): nothing is
 * stored then.
 * @returns the vault's key that everything hangs on, how many bytes there were, and the hash (SHA-256, hex) of the
 * sealed file as it lies in the store: it can be compared by whoever has no key, and says nothing of what is inside.
 */
export async function storeMedia(
  { store, vault }: MediaTools,
  { object, messageId, contactId, sessionId }: MediaPlace & { contactId: string; sessionId: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ keyId: string; bytes: number; sealedSha256: string }> {
  let count = 0;
  const counted = (async function* () {
    for await (const chunk of bytes) {
      count += chunk.byteLength;
      yield chunk;
    }
  })();
  const place = { vault, scope: sessionScope(contactId, sessionId), context: mediaContext(messageId) };
  const sealed = await sealFile(place, counted);
  const hash = createHash("sha256");
  const hashed = (async function* () {
    for await (const chunk of sealed.bytes) {
      hash.update(chunk);
      yield chunk;
    }
  })();
  await store.put(object, hashed);
  return { keyId: sealed.keyId, bytes: count, sealedSha256: hash.digest("hex") };
}

/**
 * The file of a message, piece by piece. When this resolves its first piece is proven; read it to the end, and cut
 * the answer off if it throws: a file that was altered or cut short never ends in order.
 * @throws MediaMissing | MediaBroken, or the vault's KeyDestroyed | SealBroken | KeyUnavailable.
 */
export async function openMedia(
  { store, vault }: MediaTools,
  { object, messageId }: MediaPlace,
): Promise<AsyncIterable<Buffer>> {
  return await openFile({ vault, context: mediaContext(messageId) }, await store.get(object));
}
