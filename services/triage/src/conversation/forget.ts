import { ContactErased, ContentDestroyed, TakenBackSettled } from "@liss/contracts";
import { type Handler, on } from "@liss/messaging";
import type { TriageTables } from "../database/tables.ts";

/**
 * Nothing that was destroyed stays here: a message that she took back; of a conversation whose time is over the messages and what they hinted at; of
 * an erased contact the conversations and her code words too. The tier that triage had found is routing's to keep.
 */
export function onForgetting(): Handler<TriageTables>[] {
  return [
    on<typeof TakenBackSettled, TriageTables>(TakenBackSettled, async ({ data }, { tx }) => {
      if (data.outcome === "destroyed")
        await tx.deleteFrom("messages").where("id", "=", data.messageId).execute();
    }),
    on<typeof ContentDestroyed, TriageTables>(ContentDestroyed, async ({ sessionId }, { tx }) => {
      if (sessionId === undefined) return;
      await tx.deleteFrom("messages").where("session_id", "=", sessionId).execute();
      await tx
        .updateTable("conversations")
        .set({ signs: "[]" })
        .where("session_id", "=", sessionId)
        .execute();
    }),
    on<typeof ContactErased, TriageTables>(ContactErased, async ({ contactId }, { tx }) => {
      if (contactId === undefined) return;
      const hers = tx.selectFrom("conversations").select("session_id").where("contact_id", "=", contactId);
      await tx.deleteFrom("messages").where("session_id", "in", hers).execute();
      await tx.deleteFrom("conversations").where("contact_id", "=", contactId).execute();
      await tx.deleteFrom("code_words").where("contact_id", "=", contactId).execute();
    }),
  ];
}
