import { declareMediaBucket, type MediaStore, openMediaStore } from "@liss/media";
import { connectBus } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { freshNats } from "@liss/testing";

/** A real object store of a test's own. */
export async function startMediaStore(): Promise<{ store: MediaStore; stop(): Promise<void> }> {
  const nats = await freshNats();
  const logger = createLogger("test");
  logger.level = "silent";
  const admin = await connectBus({ url: nats.url, ...nats.users.admin, service: "admin", logger });
  await declareMediaBucket(admin);
  return {
    store: openMediaStore(admin.connection),
    async stop() {
      await admin.drain();
      await nats.stop();
    },
  };
}

export async function* piecesOf(bytes: Buffer, size = 50_000): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
