import { FileAttached, type OutgoingContent } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import type { MediaStore } from "@liss/media";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import { kindOfType } from "./attachable.ts";

/** A file that is chosen and never sent is kept so long (ms): she may be called away in the middle of a message. */
export const keptUnsentMs = 60 * 60_000;

/** A file that waits for its message. */
export type Upload = { object: string; keyId: string; mimeType: string; bytes: number; sealedSha256: string };

export type UploadPlace = { messageId: string; sessionId: string; personId: string };

/** The file that she chose for this message in this session; undefined when it was sent already, or removed. */
export async function uploadOf(
  db: Database<RoutingTables>,
  { messageId, sessionId, personId }: UploadPlace,
): Promise<Upload | undefined> {
  const row = await db
    .selectFrom("uploads")
    .selectAll()
    .where("message_id", "=", messageId)
    .where("session_id", "=", sessionId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return (
    row && {
      object: row.object,
      keyId: row.key_id,
      mimeType: row.mime_type,
      bytes: Number(row.bytes),
      sealedSha256: row.sealed_sha256,
    }
  );
}

/** What she will receive. Words beside a recording are not possible: WhatsApp has none there. */
export function contentWith(
  { object, mimeType, bytes }: Upload,
  { caption, name }: { caption: string; name: string },
): OutgoingContent {
  const file = { object, mimeType, bytes, ...(caption && { caption }) };
  const kind = kindOfType(mimeType);
  // The type was checked when it was uploaded; the gateway checks the whole content again.
  if (kind === "document") return { kind, ...file, filename: name } as OutgoingContent;
  return { kind, ...file } as OutgoingContent;
}

/** The file is the message's now, on the record. False when somebody sent or removed it in the meantime. */
export async function attach(
  tx: Transaction<RoutingTables>,
  session: Session,
  { messageId, sessionId, personId }: UploadPlace,
  { chosen, role, now }: { chosen: Upload; role: "executive" | "supervisor"; now: string },
): Promise<boolean> {
  const row = await tx
    .deleteFrom("uploads")
    .where("message_id", "=", messageId)
    .where("session_id", "=", sessionId)
    .where("person_id", "=", personId)
    // Not another that she chose for the same message while this one was being sealed.
    .where("object", "=", chosen.object)
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  const { object, key_id, mime_type, bytes, sealed_sha256 } = row;
  await tx
    .insertInto("media")
    .values({ message_id: messageId, state: "stored", object, key_id, mime_type, bytes, reason: null })
    .execute();
  await appendEvents(tx, [
    FileAttached.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: now,
      actor: { kind: "person", id: personId, role },
      contactId: session.contactId,
      sessionId,
      data: {
        personId,
        messageId,
        object,
        mimeType: mime_type,
        bytes: Number(bytes),
        sealedSha256: sealed_sha256,
      },
    }),
  ]);
  return true;
}

/** Removes what was chosen and never sent. Returns how many files went. */
export async function forgetUnsent(
  { db, store }: { db: Database<RoutingTables>; store: Pick<MediaStore, "remove"> },
  now: string,
): Promise<number> {
  const left = await db
    .deleteFrom("uploads")
    .where("at", "<", new Date(Date.parse(now) - keptUnsentMs))
    .returning("object")
    .execute();
  for (const { object } of left) await store.remove(object);
  return left.length;
}
