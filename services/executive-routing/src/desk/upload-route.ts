import { defaultSafeContactPlan, type OutgoingContent } from "@liss/contracts";
import { prefixBytes, storeMedia, typeOf } from "@liss/media";
import type { Router } from "express";
import { v4 as uuidv4 } from "uuid";
import { z } from "zod";
import { type AttachmentKind, attachable, kindOfType, sendableType } from "../sending/attachable.ts";
import { readSafeContact } from "../sending/safe-contact.ts";
import { isNeutral } from "../sending/send.ts";
import { forgetUnsent } from "../sending/uploads.ts";
import type { Session } from "../session/session.ts";
import type { FileChosen } from "./api.ts";
import type { DeskPerson } from "./commands.ts";
import { Refused } from "./problems.ts";
import type { DeskDependencies } from "./routes.ts";
import { asSafetyReview } from "./safety-review.ts";

const UploadParam = z.object({ id: z.uuid(), messageId: z.uuid() });
const largest = Math.max(...Object.values(attachable).map(({ maxBytes }) => maxBytes));

/**
 * Takes the file of a message that she is writing, as it comes: what it is by its bytes, within the limits of its kind,
 * sealed under the session's key before it touches anything. Nothing is sent by it; the message names it afterwards,
 * and passes the one gate. Mounted before any parser: the body is the file.
 */
export function mountUpload(routes: Router, deps: DeskDependencies): void {
  const { db, vault, store, clock } = deps;

  routes.put("/sessions/:id/uploads/:messageId", async (req, res) => {
    const me = res.locals.person as DeskPerson;
    const { id: sessionId, messageId } = UploadParam.parse(req.params);
    const session = await mine(deps, me, sessionId);
    await mayReceiveFiles(deps, session);
    if (Number(req.get("content-length") ?? 0) > largest) throw new Refused("too-large");

    const { mimeType, kind, bytes: source } = await recognised(req, req.get("content-type") ?? null);
    // A name of its own each time: what an aborted attempt left is never taken for the file.
    const place = { object: uuidv4(), messageId, contactId: session.contactId, sessionId };
    const stored = await storeMedia({ store, vault }, place, atMost(source, attachable[kind].maxBytes));
    const before = await remember(deps, { ...place, personId: me.id, mimeType, ...stored });
    if (before) await store.remove(before);
    await forgetUnsent({ db, store }, clock.now());
    res.json({ kind, mimeType, bytes: stored.bytes } satisfies FileChosen);
  });
}

async function mine({ db }: DeskDependencies, me: DeskPerson, sessionId: string): Promise<Session> {
  const row = await db.selectFrom("sessions").select("state").where("id", "=", sessionId).executeTakeFirst();
  if (!row) throw new Refused("not-found");
  if (row.state.owner !== me.id) throw new Refused("not-yours");
  return row.state;
}

/** Before a megabyte travels: does her plan admit files at all? The message is reviewed again when it is sent. */
async function mayReceiveFiles(
  { db, vault, safety, clock }: DeskDependencies,
  session: Session,
): Promise<void> {
  const { plan = defaultSafeContactPlan, goodbyeAt } = await readSafeContact(db, vault, session.contactId);
  const content: OutgoingContent = {
    kind: "image",
    object: "00000000-0000-4000-8000-000000000000",
    mimeType: "image/jpeg",
    bytes: 1,
  };
  const review = safety.reviewOutgoing({
    plan,
    goodbyeAt,
    content,
    author: "executive",
    now: clock.now(),
    lastInboundAt: session.lastInboundAt,
    neutral: isNeutral(session),
  });
  if (!review.allowed) throw new Refused("not-safe", undefined, asSafetyReview(review));
}

/** What a file is, by its first bytes; what it calls itself counts only among formats that look alike from inside. */
async function recognised(
  source: AsyncIterable<Uint8Array>,
  claimed: string | null,
): Promise<{ mimeType: string; kind: AttachmentKind; bytes: AsyncIterable<Uint8Array> }> {
  const reading = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let count = 0;
  let ended = false;
  while (count < prefixBytes && !ended) {
    const next = await reading.next();
    ended = next.done === true;
    if (!next.done) {
      first.push(next.value);
      count += next.value.byteLength;
    }
  }
  const found = await typeOf(Buffer.concat(first), claimed);
  const kind = found && kindOfType(found);
  if (!found || !kind) throw new Refused("file-not-sendable");
  const bytes = (async function* () {
    yield* first;
    while (!ended) {
      const next = await reading.next();
      if (next.done) return;
      yield next.value;
    }
  })();
  return { mimeType: sendableType(found), kind, bytes };
}

async function* atMost(bytes: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Uint8Array> {
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    if (count > most) throw new Refused("too-large");
    yield chunk;
  }
}

/** Returns the object that it takes the place of: she chose another file for the same message. */
async function remember(
  { db, clock }: DeskDependencies,
  file: {
    messageId: string;
    sessionId: string;
    personId: string;
    object: string;
    keyId: string;
    mimeType: string;
    bytes: number;
    sealedSha256: string;
  },
): Promise<string | undefined> {
  const columns = {
    session_id: file.sessionId,
    person_id: file.personId,
    object: file.object,
    key_id: file.keyId,
    mime_type: file.mimeType,
    bytes: file.bytes,
    sealed_sha256: file.sealedSha256,
    at: clock.now(),
  };
  return db.transaction().execute(async (tx) => {
    const before = await tx
      .selectFrom("uploads")
      .select(["object", "person_id"])
      .where("message_id", "=", file.messageId)
      .forUpdate()
      .executeTakeFirst();
    if (before && before.person_id !== file.personId) throw new Refused("conflict");
    await tx
      .insertInto("uploads")
      .values({ message_id: file.messageId, ...columns })
      .onConflict((conflict) => conflict.column("message_id").doUpdateSet(columns))
      .execute();
    return before?.object;
  });
}
