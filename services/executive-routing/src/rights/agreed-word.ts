import type { ContactId } from "@liss/contracts";
import type { Database } from "@liss/database";
import { saysAgreedWord } from "@liss/safety";
import type { Vault } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";
import { readSafeContact } from "../sending/safe-contact.ts";

/**
 * Whether what somebody said is the word agreed with her. Where none was agreed nothing can be it: whoever asks is then
 * not made sure of this way.
 */
export async function saidAgreedWord(
  { db, vault }: { db: Database<RoutingTables>; vault: Vault },
  contactId: ContactId,
  said: string,
): Promise<boolean> {
  const { plan } = await readSafeContact(db, vault, contactId);
  return plan?.agreedWord !== undefined && saysAgreedWord(said, plan.agreedWord);
}
