import type { MediaStore } from "@liss/media";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import type { GatewayDatabase } from "../database/tables.ts";
import type { Contacts } from "../identity/contacts.ts";
import { contentOf } from "./content.ts";
import type { GraphClient } from "./graph-client.ts";
import { graphMessage } from "./graph-message.ts";
import { type Detail, type Reason, retryLimits } from "./outcome.ts";
import type { Candidate } from "./queue.ts";
import { wamidOf } from "./quoted.ts";
import { type AllowedTemplate, isAllowed } from "./templates.ts";
import { gather } from "./together.ts";
import { uploadFor } from "./upload.ts";
import { isWindowOpen } from "./window.ts";

/** The body to post and the ids of what it carries besides; or why not; or how long until it may be tried again. */
export type Prepared =
  | { body: object; carried: string[] }
  | { refused: Reason; detail?: Detail }
  | { laterMs: number };

export type PrepareOptions = {
  db: GatewayDatabase;
  vault: Vault;
  contacts: Pick<Contacts, "recipientOf">;
  store: MediaStore;
  graph: GraphClient;
  templates: readonly AllowedTemplate[];
  phoneNumberId: string;
  now: () => Date;
};

/**
 * Everything that can go wrong before a message leaves: her window, her address, its content and WhatsApp's limits.
 * Done before the message is claimed, so that a failure here is never mistaken for a request that left.
 */
export async function prepare(candidate: Candidate, options: PrepareOptions): Promise<Prepared> {
  try {
    return await composed(candidate, options);
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken) return refuse("content-unreadable");
    throw error;
  }
}

async function composed(candidate: Candidate, options: PrepareOptions): Promise<Prepared> {
  const { db, vault, contacts, templates, now } = options;
  const { messageId, contactId, requestedAt } = candidate;
  // After an outage: what was to be said an hour ago may betray her now. Its author decides again.
  if (now().getTime() - requestedAt.getTime() > retryLimits.giveUpMs) return refuse("too-late", true);
  const opened = await contentOf(vault, candidate);
  if (!("content" in opened)) {
    return { ...refuse(opened.refused), ...("problem" in opened && { detail: opened.problem }) };
  }
  let { content } = opened;
  if (content.kind === "template") {
    if (!isAllowed(content, templates)) return refuse("template-not-allowed");
  } else if (!(await mayWriteFreely(candidate, options))) {
    return refuse("window-closed");
  }

  const recipient = await contacts.recipientOf(db, contactId);
  if (!recipient) return refuse("no-recipient");
  const quoted = candidate.replyTo;
  const replyTo = quoted ? await wamidOf(options, { messageId: quoted, contactId }) : undefined;
  // Her "no" to another question, or a heart on nothing: whoever wrote it decides again.
  if (replyTo === undefined && (quoted !== null || content.kind === "reaction")) {
    return refuse("quoted-message-unknown");
  }

  let carried: string[] = [];
  if (content.kind === "text") {
    const together = await gather(options, candidate, content.text);
    if (!together) return refuse("content-unreadable");
    content = { ...content, text: together.text };
    carried = together.carried;
  }
  let media: string | undefined;
  if ("object" in content) {
    const upload = await uploadFor(candidate, content, options);
    if (!("media" in upload)) return upload;
    media = upload.media;
  }
  return { body: graphMessage(messageId, { recipient, content, replyTo, media }), carried };
}

/** WhatsApp's 24 hours, per contact and number. */
async function mayWriteFreely({ contactId }: Candidate, { db, phoneNumberId, now }: PrepareOptions) {
  const window = await db
    .selectFrom("windows")
    .select("last_inbound_at")
    .where("contact_id", "=", contactId)
    .where("phone_number_id", "=", phoneNumberId)
    .executeTakeFirst();
  return isWindowOpen(window?.last_inbound_at, now());
}

function refuse(code: string, retryable = false): { refused: Reason } {
  return { refused: { code, retryable } };
}
