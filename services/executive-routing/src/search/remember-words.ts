import type { Database, Transaction } from "@liss/database";
import type { Vault } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";
import { messagesById } from "../desk/views.ts";
import type { WordMarks } from "./word-marks.ts";
import { wordsOf } from "./words.ts";

type Writer = Pick<Database<RoutingTables> | Transaction<RoutingTables>, "insertInto">;
type Found = { kind: "message" | "note"; refId: string; sessionId: string; contactId: string };

/** Makes a text findable by its words; never the text itself. */
export async function rememberWords(
  tx: Writer,
  marks: WordMarks,
  { kind, refId, sessionId, contactId }: Found,
  text: string,
): Promise<void> {
  const made = marks.of(contactId, wordsOf(text));
  if (made.length === 0) return;
  await tx
    .insertInto("word_marks")
    .values(made.map((mark) => ({ ref_id: refId, session_id: sessionId, kind, mark })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * What a person has had on her screen she can find again. Only these messages are opened, after she saw them: nothing
 * is ever opened for the sake of the index.
 */
export async function rememberSeen(
  { db, vault, marks }: { db: Database<RoutingTables>; vault: Vault; marks: WordMarks },
  about: { sessionId: string; contactId: string },
  messageIds: string[],
): Promise<void> {
  for (const { id, content } of await messagesById(db, vault, messageIds)) {
    const text = content?.kind === "text" ? content.text : content && "caption" in content && content.caption;
    if (text) await rememberWords(db, marks, { kind: "message", refId: id, ...about }, text);
  }
}
