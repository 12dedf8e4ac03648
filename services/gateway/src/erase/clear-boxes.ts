import type { GatewayTransaction } from "../database/tables.ts";

const nothing = Buffer.alloc(0);

/**
 * The content of a conversation, or of all of a contact's, was destroyed: the sealed bytes go here too, and what was
 * still to be fetched is not. That a message came or left, and when, stays: WhatsApp may deliver it again.
 */
export async function clearBoxes(
  tx: GatewayTransaction,
  whose: { column: "session_id" | "contact_id"; id: string },
): Promise<void> {
  await tx
    .updateTable("inbound_messages")
    .set({ wamid_box: nothing })
    .where(whose.column, "=", whose.id)
    .execute();
  await tx
    .updateTable("outgoing_messages")
    .set({ content_box: nothing, wamid_box: null, wamid_key_id: null, uploaded_media: null })
    .where(whose.column, "=", whose.id)
    .execute();
  await tx.deleteFrom("media_jobs").where(whose.column, "=", whose.id).execute();
}
