import { MediaSettled } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { GatewayDatabase, GatewayTables, GatewayTransaction } from "../database/tables.ts";
import { alert, gatewayEvent } from "../events.ts";
import type { IncomingFile } from "../interpret/effects.ts";
import { sha256Of } from "./hash.ts";

/** A file of hers that is to be fetched. */
export type Job = GatewayTables["media_jobs"];

export type FileOutcome = z.infer<typeof MediaSettled.schema.shape.data.shape.outcome>;

export const leaseMs = 60_000;

/** Notes the files of new messages, in the transaction that makes them events: none is forgotten. */
export async function keepFiles(tx: GatewayTransaction, files: readonly IncomingFile[]): Promise<void> {
  if (files.length === 0) return;
  await tx
    .insertInto("media_jobs")
    .values(
      files.map(({ messageId, contactId, sessionId, kind, receivedAt, media, errorCode }) => ({
        message_id: messageId,
        contact_id: contactId,
        session_id: sessionId,
        object: uuidv7(),
        kind,
        media_id: media.id ?? null,
        mime_type: media.mimeType ?? null,
        sha256: sha256Of(media.sha256) ?? null,
        refused_code: errorCode ?? null,
        received_at: receivedAt,
        attempts: 0,
        next_attempt_at: receivedAt,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * The job that has waited longest, this replica's for `leaseMs` unless it says that it still works on it. One statement,
 * for most looks find nothing.
 */
export async function takeJob(db: GatewayDatabase, now: Date): Promise<Job | undefined> {
  return await db
    .updateTable("media_jobs")
    .set((is) => ({ attempts: is("attempts", "+", 1), next_attempt_at: new Date(now.getTime() + leaseMs) }))
    .where("message_id", "=", (is) =>
      is
        .selectFrom("media_jobs")
        .select("message_id")
        .where("next_attempt_at", "<=", now)
        .orderBy("next_attempt_at")
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}

/** The job waits until then: for another attempt, or for a sign of life of whoever has it. */
export async function putOffJob(db: GatewayDatabase, messageId: string, until: Date): Promise<void> {
  await db
    .updateTable("media_jobs")
    .set({ next_attempt_at: until })
    .where("message_id", "=", messageId)
    .execute();
}

/** Reasons that say something about WhatsApp, or about us, rather than about what she sent. */
const worthAnAlert = new Set(["wrong-hash", "given-up", "expired"]);

/** Says what became of the file, once, whoever else tried. */
export async function settleJob(
  tx: GatewayTransaction,
  job: Job,
  outcome: FileOutcome,
  now: Date,
): Promise<void> {
  const { message_id: messageId, contact_id: contactId, session_id: sessionId } = job;
  const mine = await tx
    .deleteFrom("media_jobs")
    .where("message_id", "=", messageId)
    .returning("message_id")
    .executeTakeFirst();
  if (!mine) return;
  const about = { now, contactId, sessionId };
  await appendEvents(tx, [gatewayEvent(MediaSettled, about, { messageId, outcome })]);
  if (outcome.state !== "failed" || !worthAnAlert.has(outcome.reason)) return;
  const detail = { messageId, reason: outcome.reason };
  await appendEvents(tx, [alert("media-not-fetched", "warning", detail, about)]);
}
