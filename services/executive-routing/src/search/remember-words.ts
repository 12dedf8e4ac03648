import type { Database, Transaction } from "@liss/database";
import type { Vault } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";
import { messagesById } from "../desk/views.ts";
import { marksOf, saltOf } from "./word-marks.ts";
import { wordsOf } from "./words.ts";

type Store = { db: Database<RoutingTables>; vault: Vault };
type Writer = Pick<Database<RoutingTables> | Transaction<RoutingTables>, "insertInto">;
type Conversation = { sessionId: string; contactId: string };
type Found = { kind: "message" | "note"; refId: string };

/** Makes a text findable by its words, in the transaction that keeps it; never the text itself. */
export type RememberWords = (tx: Writer) => Promise<void>;

/** Makes the marks of a text; what comes back writes them. So no transaction waits for a key. */
export async function remembering(
  store: Store,
  { sessionId, contactId, kind, refId }: Conversation & Found,
  text: string,
): Promise<RememberWords> {
  const words = wordsOf(text);
  if (words.length === 0) return async () => {};
  const marks = marksOf(await saltOf(store, { sessionId, contactId }), words);
  return async (tx) => {
    await tx
      .insertInto("word_marks")
      .values(marks.map((mark) => ({ ref_id: refId, session_id: sessionId, kind, mark })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  };
}

/**
 * What a person has had on her screen she can find again. Only these messages are opened, after she saw them: nothing
 * is ever opened for the sake of the index.
 */
export async function rememberSeen(store: Store, about: Conversation, messageIds: string[]): Promise<void> {
  for (const { id, content } of await messagesById(store.db, store.vault, messageIds)) {
    // What she took back has no content here.
    const text = content?.kind === "text" ? content.text : content && "caption" in content && content.caption;
    if (!text) continue;
    const remember = await remembering(store, { ...about, kind: "message", refId: id }, text);
    await remember(store.db);
  }
}
