import { jetstreamManager, StorageType } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { type ObjectStore, Objm } from "@nats-io/obj";
import { MediaBroken, MediaMissing } from "./errors.ts";

/** The bucket of the object store, and the stream that the broker keeps it in. */
export const MEDIA_BUCKET = "media";
const stream = `OBJ_${MEDIA_BUCKET}`;

/** Below the broker's 1 MB even when read, in base64. */
const chunkBytes = 512 * 1024;

/** Declares the bucket; needs the admin user. Calling it again changes nothing. */
export async function declareMediaBucket(
  admin: NatsConnection | { connection: NatsConnection },
  { replicas = 1 }: { replicas?: number } = {},
): Promise<void> {
  const connection = "connection" in admin ? admin.connection : admin;
  await new Objm(connection).create(MEDIA_BUCKET, {
    description: "Files of conversations, sealed; each lives as long as its conversation",
    storage: StorageType.File,
    replicas,
  });
}

/** Bytes by name. What they are is none of its concern: everything in it is sealed. */
export type MediaStore = {
  /** Stores under a name, in place of what was there. Nothing is visible under it before all of it is on disk. */
  put(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** @throws MediaMissing at once; the iteration throws MediaBroken when a part is gone. */
  get(name: string): Promise<AsyncIterable<Uint8Array>>;
  /** Returns whether there was such a file. Repeating it is harmless. */
  remove(name: string): Promise<boolean>;
};

/** Opens the bucket at the first use, so that a service starts without it and waits for it like for anything else. */
export function openMediaStore(connection: NatsConnection): MediaStore {
  let opening: Promise<ObjectStore> | undefined;
  const bucket = () => {
    opening ??= new Objm(connection).open(MEDIA_BUCKET).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  return {
    async put(name, bytes) {
      const store = await bucket();
      await store.put({ name, options: { max_chunk_size: chunkBytes } }, readable(bytes));
    },
    async get(name) {
      const info = await (await bucket()).info(name);
      if (info === null || info.deleted) throw new MediaMissing(`no file ${name}`);
      return chunksOf(connection, info);
    },
    async remove(name) {
      const store = await bucket();
      const info = await store.info(name);
      if (info === null || info.deleted) return false;
      await store.delete(name);
      return true;
    },
  };
}

/** The library's own `get` needs a consumer (which no service may make: see `servicePermissions`) and holds the whole file when nobody reads it. */
async function* chunksOf(
  connection: NatsConnection,
  { nuid, chunks }: { nuid: string; chunks: number },
): AsyncIterable<Uint8Array> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const subject = `$O.${MEDIA_BUCKET}.C.${nuid}`;
  let sequence = 0;
  for (let read = 0; read < chunks; read += 1) {
    // The next message of this subject, from this place on; the library's types know only the place.
    const next = { seq: sequence + 1, next_by_subj: subject };
    const message = await streams.getMessage(stream, next);
    if (message === null) throw new MediaBroken(`${chunks - read} of ${chunks} parts are gone`);
    sequence = message.seq;
    yield message.data;
  }
}

function readable(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await source.return?.();
    },
  });
}
