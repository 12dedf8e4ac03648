import { hkdfSync } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MediaOpened } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { MediaMissing, type MediaStore, mediaLinks, openMedia } from "@liss/media";
import { appendEvents } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import { KeyDestroyed, type Vault } from "@liss/vault";
import type { Router } from "express";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { takenBackAt } from "../store/taken-back.ts";
import type { FileLink } from "./api.ts";
import type { DeskPerson } from "./commands.ts";
import { Refused } from "./problems.ts";

export type FileDependencies = {
  db: Database<RoutingTables>;
  vault: Vault;
  store: MediaStore;
  clock: Clock;
  logger: Logger;
  /** The secret that the replicas share; the key of the links is derived from it. */
  secret: string;
  changed: () => void;
};

const FileParam = z.object({ id: z.uuid(), messageId: z.uuid() });
const Permit = z.object({ permit: z.string().max(100).default("") });

/** Seen or heard in the conversation itself; everything else is only ever kept as a file. */
const shownInline = /^(image|audio|video)\//;

/**
 * Serves her files, for the executive who attends her and nobody else. Opening one is two steps: she asks for a link, which
 * puts it on the record, and the link then gives the bytes to her alone for five minutes. Source: invariants 8, 9.
 */
export function mountFiles(routes: Router, deps: FileDependencies): void {
  const { db, vault, store, clock, logger } = deps;
  const key = Buffer.from(hkdfSync("sha256", deps.secret, "", "liss media links", 32));
  const links = mediaLinks({ key, now: () => Date.parse(clock.now()) });

  routes.post("/sessions/:id/files/:messageId", async (req, res) => {
    const me = res.locals.person as DeskPerson;
    const { id: sessionId, messageId } = FileParam.parse(req.params);
    await db.transaction().execute(async (tx) => {
      const { contactId } = await fileOf(tx, me, { sessionId, messageId });
      await appendEvents(tx, [
        MediaOpened.create({
          id: uuidv7(),
          source: "executive-routing",
          occurredAt: clock.now(),
          actor: { kind: "person", id: me.id, role: me.role },
          contactId,
          sessionId,
          data: { personId: me.id, messageId },
        }),
      ]);
    });
    deps.changed();
    const permit = links.sign({ messageId, personId: me.id });
    res.json({ url: `/api/sessions/${sessionId}/files/${messageId}?permit=${permit}` } satisfies FileLink);
  });

  routes.get("/sessions/:id/files/:messageId", async (req, res) => {
    const me = res.locals.person as DeskPerson;
    const { id: sessionId, messageId } = FileParam.parse(req.params);
    const { permit } = Permit.parse(req.query);
    // First whose it is: to anybody else there is no such file, whatever link she was given.
    const file = await fileOf(db, me, { sessionId, messageId });
    if (!links.verify(permit, { messageId, personId: me.id })) throw new Refused("link-expired");
    const bytes = await openMedia({ store, vault }, { object: file.object, messageId }).catch((error) => {
      if (error instanceof MediaMissing || error instanceof KeyDestroyed) throw new Refused("file-gone");
      throw error;
    });
    res.set({
      "Content-Type": file.mimeType,
      "Content-Length": String(file.bytes),
      "Content-Disposition": shownInline.test(file.mimeType) ? "inline" : "attachment",
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "X-Content-Type-Options": "nosniff",
    });
    // A file that turns out altered or cut short is cut off: it never ends in order.
    await pipeline(Readable.from(bytes), res).catch((error: unknown) => {
      if (!res.destroyed) res.destroy();
      logger.warn({ err: error, messageId }, "a file was cut off");
    });
  });
}

type StoredFile = { contactId: string; object: string; mimeType: string; bytes: number };

/** @throws Refused not-found unless it is stored, not taken back, and of a session that she attends now. */
async function fileOf(
  db: Database<RoutingTables> | Transaction<RoutingTables>,
  me: DeskPerson,
  { sessionId, messageId }: { sessionId: string; messageId: string },
): Promise<StoredFile> {
  const row = await db
    .selectFrom("messages")
    .innerJoin("sessions", "sessions.id", "messages.session_id")
    .innerJoin("media", "media.message_id", "messages.id")
    .select(["sessions.contact_id", "sessions.owner_id", "sessions.status"])
    .select(["media.object", "media.mime_type", "media.bytes", takenBackAt().as("revoked_at")])
    .where("messages.id", "=", messageId)
    .where("sessions.id", "=", sessionId)
    .executeTakeFirst();
  const hers = row && row.owner_id === me.id && row.status !== "closed" && row.revoked_at === null;
  if (!hers || row.object === null || row.mime_type === null) throw new Refused("not-found");
  return {
    contactId: row.contact_id,
    object: row.object,
    mimeType: row.mime_type,
    bytes: Number(row.bytes),
  };
}
