import { KeyDestroyed, type Vault } from "@liss/vault";
import { sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayDatabase } from "../database/tables.ts";

/** wamids that WhatsApp gave; the interpreter makes one of its own for a message that came without. */
const ofWhatsApp = /^wamid\./;

/** WhatsApp's id of a message of the conversation, hers or ours; undefined when it has none, or is not of hers. */
export async function wamidOf(
  { db, vault }: { db: GatewayDatabase; vault: Vault },
  { messageId, contactId }: { messageId: string; contactId: string },
): Promise<string | undefined> {
  for (const table of ["inbound_messages", "outgoing_messages"] as const) {
    const row = await db
      .selectFrom(table)
      .select(["wamid_key_id", "wamid_box"])
      .where("message_id", "=", messageId)
      .where("contact_id", "=", contactId)
      .executeTakeFirst();
    if (!row?.wamid_key_id || !row.wamid_box) continue;
    const sealed = sealedFrom(row.wamid_key_id, row.wamid_box);
    const wamid = await vault.open(sealed, `wamid:${messageId}`).then(
      (plain) => plain.toString("utf8"),
      (error: unknown) => {
        if (error instanceof KeyDestroyed) return ""; // what is no longer kept is not quoted
        throw error;
      },
    );
    return ofWhatsApp.test(wamid) ? wamid : undefined;
  }
  return undefined;
}
