import type { GatewayTransaction } from "../database/tables.ts";
import { clearBoxes } from "./clear-boxes.ts";

/**
 * A contact was erased: from now on nothing here leads to her, and if she writes again she is somebody new. Her indexes
 * stay for as long as it takes to find the raw deliveries that name her (erase-traces.ts). Repeating it is harmless.
 */
export async function forgetContact(tx: GatewayTransaction, contactId: string, now: Date): Promise<void> {
  const contact = await tx
    .selectFrom("contacts")
    .select(["phone_index", "bsuid_index", "erased_at"])
    .where("id", "=", contactId)
    .forUpdate()
    .executeTakeFirst();
  if (!contact || contact.erased_at !== null) return;
  const { phone_index, bsuid_index } = contact;
  await tx
    .insertInto("erasures")
    .values({ contact_id: contactId, phone_index, bsuid_index, asked_at: now })
    .execute();
  await tx
    .updateTable("contacts")
    .set({
      phone_index: null,
      phone_key_id: null,
      phone_box: null,
      bsuid_index: null,
      bsuid_key_id: null,
      bsuid_box: null,
      erased_at: now,
      goodbye_said_at: null,
      goodbye_heard_at: null,
    })
    .where("id", "=", contactId)
    .execute();
  for (const table of [
    "windows",
    "identity_conflicts",
    "identity_changes",
    "waiting_revocations",
    "presence_requests",
  ] as const)
    await tx.deleteFrom(table).where("contact_id", "=", contactId).execute();
  await tx.deleteFrom("pacing").where("scope", "=", `pair:${contactId}`).execute();
  await clearBoxes(tx, { column: "contact_id", id: contactId });
}
