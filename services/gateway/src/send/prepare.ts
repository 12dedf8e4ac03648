import { messageContext, OutgoingContent } from "@liss/contracts";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayDatabase } from "../database/tables.ts";
import type { Contacts } from "../identity/contacts.ts";
import { graphMessage } from "./graph-message.ts";
import { type Reason, retryLimits } from "./outcome.ts";
import type { Candidate } from "./queue.ts";
import { isWindowOpen } from "./window.ts";

export type Prepared = { body: object } | { refused: Reason };

export type PrepareOptions = {
  db: GatewayDatabase;
  vault: Vault;
  contacts: Contacts;
  phoneNumberId: string;
  now: () => Date;
};

/**
 * Everything that can go wrong before a message leaves: her window, her address, its content and WhatsApp's limits.
 * Done before the message is claimed, so that a failure here is never mistaken for a request that left.
 */
export async function prepare(candidate: Candidate, options: PrepareOptions): Promise<Prepared> {
  const { db, vault, contacts, phoneNumberId, now } = options;
  const { messageId, contactId, keyId, box, requestedAt } = candidate;
  // After an outage: what was to be said an hour ago may betray her now. Its author decides again.
  if (now().getTime() - requestedAt.getTime() > retryLimits.giveUpMs) return refuse("too-late", true);
  const window = await db
    .selectFrom("windows")
    .select("last_inbound_at")
    .where("contact_id", "=", contactId)
    .where("phone_number_id", "=", phoneNumberId)
    .executeTakeFirst();
  if (!isWindowOpen(window?.last_inbound_at, now())) return refuse("window-closed");

  try {
    const plaintext = await vault.open(sealedFrom(keyId, box), messageContext(messageId));
    const content = OutgoingContent.safeParse(JSON.parse(plaintext.toString("utf8")));
    if (!content.success) return refuse("content-not-sendable");
    const recipient = await contacts.recipientOf(db, contactId);
    if (!recipient) return refuse("no-recipient");
    return { body: graphMessage(messageId, recipient, content.data) };
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError) {
      return refuse("content-unreadable");
    }
    throw error;
  }
}

function refuse(code: string, retryable = false): Prepared {
  return { refused: { code, retryable } };
}
