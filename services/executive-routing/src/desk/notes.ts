import { sessionScope } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { KeyDestroyed, SealBroken } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { remembering } from "../search/remember-words.ts";
import { readSafeContact } from "../sending/safe-contact.ts";
import type { NoteKind } from "../session/judgement.ts";
import type { Command, DeskPerson } from "./commands.ts";
import { Refused } from "./problems.ts";
import type { DeskDependencies } from "./routes.ts";

/** Binds a note's box to its place. */
const noteContext = (noteId: string) => `note:${noteId}`;

/**
 * Seals a note before the transaction begins. `also` writes it inside, once the rule has said yes. Its words fall
 * under her key: when it is destroyed, they are gone too. Where she is has a place of its own; in any other note what would
 * identify somebody is masked.
 */
export async function sealedNote(
  { db, vault, safety }: Pick<DeskDependencies, "db" | "vault" | "safety">,
  author: DeskPerson,
  sessionId: string,
  kind: NoteKind,
  written: string,
  noteId: string = uuidv7(),
): Promise<{ also: NonNullable<Command["also"]> }> {
  const session = await db
    .selectFrom("sessions")
    .select("contact_id")
    .where("id", "=", sessionId)
    .executeTakeFirst();
  if (!session) throw new Refused("not-found");
  const { plan } = await readSafeContact(db, vault, session.contact_id);
  const text = kind === "place" ? written : safety.maskText(written, plan);
  const sealed = await vault.seal(sessionScope(session.contact_id, sessionId), noteContext(noteId), text);
  // Where she is, and what is whispered, is found by nobody.
  const found = { kind: "note" as const, refId: noteId, sessionId, contactId: session.contact_id };
  const remember =
    kind === "place" || kind === "whisper" ? undefined : await remembering({ db, vault }, found, text);
  return {
    also: async (tx, id, _session, now) => {
      const stored = await tx
        .insertInto("notes")
        .values({
          id: noteId,
          session_id: id,
          author_id: author.id,
          kind,
          content_key_id: sealed.keyId,
          content_box: Buffer.from(sealed.box, "base64"),
          at: now,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!stored) throw new Refused("conflict", "A note with this id exists already");
      await remember?.(tx);
    },
  };
}

/** The words of a session's notes, the oldest first. Whispers are for the executive and her coaches. */
export async function notesOf({ db, vault }: Pick<DeskDependencies, "db" | "vault">, sessionId: string) {
  const rows = await db
    .selectFrom("notes")
    .leftJoin("executives", "executives.person_id", "notes.author_id")
    .select(["notes.id", "kind", "author_id", "name", "at", "content_key_id", "content_box"])
    .where("session_id", "=", sessionId)
    .orderBy("at")
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      kind: row.kind,
      authorName: row.name ?? row.author_id,
      at: row.at.toISOString(),
      text: await openNote(vault, row),
    })),
  );
}

/** Is it a note of this session that everybody who reads it reads? */
export async function isPinnable(
  tx: Transaction<RoutingTables>,
  noteId: string,
  sessionId: string,
): Promise<boolean> {
  const note = await tx
    .selectFrom("notes")
    .select("id")
    .where("id", "=", noteId)
    .where("session_id", "=", sessionId)
    .where("kind", "not in", ["whisper", "place"])
    .executeTakeFirst();
  return note !== undefined;
}

/** The words of a note; null once they or their key were destroyed. */
export async function openNote(
  vault: DeskDependencies["vault"],
  note: { id: string; content_key_id: string; content_box: Buffer },
): Promise<string | null> {
  if (note.content_box.length === 0) return null;
  const sealed = { keyId: note.content_key_id, box: note.content_box.toString("base64") };
  try {
    return (await vault.open(sealed, noteContext(note.id))).toString("utf8");
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken) return null;
    throw error;
  }
}
