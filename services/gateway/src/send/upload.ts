import type { OutgoingContent } from "@liss/contracts";
import { MediaBroken, MediaMissing, type MediaStore, openMedia } from "@liss/media";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import type { GatewayDatabase } from "../database/tables.ts";
import { isWorthRepeating } from "./error-table.ts";
import type { GraphClient } from "./graph-client.ts";
import type { Reason } from "./outcome.ts";
import type { Candidate } from "./queue.ts";

export type UploadTools = {
  db: GatewayDatabase;
  vault: Vault;
  store: MediaStore;
  graph: GraphClient;
  now: () => Date;
};

/** WhatsApp's id of the file, why it cannot be shown, or how long to wait before trying again. */
export type Upload = { media: string } | { refused: Reason } | { laterMs: number };

type FileContent = Extract<OutgoingContent, { object: string }>;

/** WhatsApp keeps what we upload for 30 days; one day less, for the way. */
const keptMs = 29 * 86_400_000;
/** A file whose upload was not answered: a second copy at WhatsApp harms nobody. */
const againMs = 3_000;

/**
 * Uploads the file of a message before the message is claimed, once: a retry of the message shows the same upload.
 * Nothing of it is written to our disk in the clear; it is whole in memory, so few are under way at a time.
 */
export async function uploadFor(
  candidate: Candidate,
  content: FileContent,
  tools: UploadTools,
): Promise<Upload> {
  const { messageId, uploadedMedia, uploadedAt } = candidate;
  const { db, vault, store, graph, now } = tools;
  const isKept = uploadedAt !== null && now().getTime() - uploadedAt.getTime() < keptMs;
  if (uploadedMedia !== null && isKept) return { media: uploadedMedia };

  const bytes = await bytesOf(content, messageId, { vault, store });
  if (!Array.isArray(bytes)) return { refused: bytes };
  const filename = content.kind === "document" ? content.filename : content.kind;
  const answer = await graph.upload({ bytes, mimeType: content.mimeType, filename });
  for (const piece of bytes) piece.fill(0);
  switch (answer.kind) {
    case "ok":
      await db
        .updateTable("outgoing_messages")
        .set({ uploaded_media: answer.value, uploaded_at: now() })
        .where("message_id", "=", messageId)
        .execute();
      return { media: answer.value };
    case "refused":
      if (isWorthRepeating(answer.code)) return { laterMs: answer.retryAfterMs ?? againMs };
      return { refused: { code: String(answer.code), retryable: false } };
    case "not-taken":
      return { laterMs: answer.retryAfterMs ?? againMs };
    case "unanswered":
      return { laterMs: againMs };
  }
}

async function bytesOf(
  { object, bytes: expected }: FileContent,
  messageId: string,
  tools: { vault: Vault; store: MediaStore },
): Promise<Buffer[] | Reason> {
  try {
    const pieces: Buffer[] = [];
    let count = 0;
    for await (const piece of await openMedia(tools, { object, messageId })) {
      count += piece.length;
      // It was checked against WhatsApp's limit by the size it claims.
      if (count > expected) return { code: "content-not-sendable", retryable: false };
      pieces.push(piece);
    }
    return pieces;
  } catch (error) {
    const isLost =
      error instanceof MediaMissing ||
      error instanceof MediaBroken ||
      error instanceof KeyDestroyed ||
      error instanceof SealBroken;
    if (isLost) return { code: "media-unreadable", retryable: false };
    throw error;
  }
}
