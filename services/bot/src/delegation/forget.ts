import { ContactErased, ContentDestroyed, TakenBackSettled } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { type Handler, on } from "@liss/messaging";
import type { BotTables } from "../database/tables.ts";
import { newFlow } from "../flow/state.ts";

/** What was destroyed elsewhere goes here too: her sealed messages, and which answers she was given. */
export function onForgetting(now: () => Date): Handler<BotTables>[] {
  return [
    on<typeof TakenBackSettled, BotTables>(TakenBackSettled, async ({ data }, { tx }) => {
      if (data.outcome !== "destroyed") return;
      await tx
        .updateTable("asks")
        .set({ key_id: null, box: null })
        .where("message_id", "=", data.messageId)
        .execute();
    }),
    on<typeof ContentDestroyed, BotTables>(ContentDestroyed, async ({ sessionId }, { tx }) => {
      if (sessionId !== undefined) await forget(tx, "session_id", sessionId, now());
    }),
    on<typeof ContactErased, BotTables>(ContactErased, async ({ contactId }, { tx }) => {
      if (contactId !== undefined) await forget(tx, "contact_id", contactId, now());
    }),
  ];
}

/** The delegation itself stays, ended: an event of it that comes again must find it so. */
async function forget(
  tx: Transaction<BotTables>,
  column: "session_id" | "contact_id",
  id: string,
  now: Date,
): Promise<void> {
  const theirs = tx.selectFrom("delegations").select("id").where(column, "=", id);
  await tx
    .updateTable("asks")
    .set({ key_id: null, box: null })
    .where("delegation_id", "in", theirs)
    .execute();
  await tx
    .updateTable("delegations")
    .set({ status: "ended", flow: JSON.stringify(newFlow), updated_at: now })
    .where(column, "=", id)
    .execute();
}
