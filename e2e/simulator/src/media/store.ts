import { createHash, randomInt } from "node:crypto";
import { limits, type World } from "../world/world.ts";

export type StoredMedia = {
  id: string;
  bytes: Buffer;
  mimeType: string;
  filename?: string;
  /** base64, as Meta writes it in webhooks. */
  sha256: string;
  /** Epoch milliseconds. */
  storedAt: number;
  /** Inbound files live 7 days, uploaded ones 30. Source: whatsapp-cloud-api.md §4. */
  livesMs: number;
  /** The current download address: a random key that lives 5 minutes. */
  link?: { key: string; until: number };
};

const day = 86_400_000;
const linkMs = 5 * 60_000;

export function keepMedia(
  world: World,
  file: { bytes: Buffer; mimeType: string; filename?: string | undefined; from: "phone" | "upload" },
): StoredMedia {
  const media: StoredMedia = {
    id: `9${randomInt(10 ** 13, 10 ** 14)}`,
    bytes: file.bytes,
    mimeType: file.mimeType,
    ...(file.filename ? { filename: file.filename } : {}),
    sha256: createHash("sha256").update(file.bytes).digest("base64"),
    storedAt: world.now().getTime(),
    livesMs: (file.from === "phone" ? 7 : 30) * day,
  };
  world.media.set(media.id, media);
  makeRoom(world);
  return media;
}

/** @returns undefined when it never existed, was deleted, or its days are over. */
export function findMedia(world: World, id: string): StoredMedia | undefined {
  const media = world.media.get(id);
  if (!media) return undefined;
  if (world.now().getTime() < media.storedAt + media.livesMs) return media;
  world.media.delete(id);
  return undefined;
}

/** A fresh download key for the file; the one before stops working. */
export function renewLink(world: World, media: StoredMedia): string {
  const key = `${randomInt(10 ** 13, 10 ** 14)}${randomInt(10 ** 13, 10 ** 14)}`;
  media.link = { key, until: world.now().getTime() + linkMs };
  return key;
}

/** @returns undefined when the key is unknown or its 5 minutes are over. */
export function mediaByLink(world: World, id: string, key: string): StoredMedia | undefined {
  const media = findMedia(world, id);
  return media?.link?.key === key && world.now().getTime() < media.link.until ? media : undefined;
}

function makeRoom(world: World): void {
  let bytes = 0;
  for (const media of world.media.values()) bytes += media.bytes.length;
  for (const [id, media] of world.media) {
    if (bytes <= limits.mediaBytes || world.media.size === 1) return;
    bytes -= media.bytes.length;
    world.media.delete(id);
  }
}
