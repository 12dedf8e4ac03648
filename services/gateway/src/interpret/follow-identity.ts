import { IdentityChanged } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { gatewayEvent } from "../events.ts";
import { openSessionsOf } from "../sessions/sessions.ts";
import { noteConflict } from "./conflicts.ts";
import type { EffectContext, Source } from "./effects.ts";
import type { IdentityItem } from "./item.ts";

/**
 * WhatsApp says that she changed number, account or key. The contact follows and keeps her id; whoever writes from
 * now on may not be her, and a person has to find out.
 */
export async function followIdentity(
  item: IdentityItem,
  source: Source,
  context: EffectContext,
): Promise<void> {
  const { tx, contacts, indexes, now } = context;
  const { change, before, now: current } = item;
  if (change === undefined) return;
  const changedAt = item.at ?? source.receivedAt;
  const sourceIndex = indexes.announcement(announcementOf(item));
  // Once, in its own time: repeated weeks later it would take the number from whoever has it then.
  const noted = await tx
    .insertInto("identity_changes")
    .values({ source_index: sourceIndex, contact_id: null, change, changed_at: changedAt, noted_at: now() })
    .onConflict((conflict) => conflict.column("source_index").doNothing())
    .returning("change")
    .executeTakeFirst();
  if (!noted) return;
  const followed = await contacts.follow(tx, { change, before, now: current });
  if (followed.outcome === "nobody" || followed.outcome === "known") return;
  const { contactId } = followed;
  const sessionId = (await openSessionsOf(tx, [contactId])).get(contactId)?.sessionId;
  if (followed.outcome === "conflict") {
    await noteConflict(followed.conflict, sessionId, context);
    return;
  }
  await tx
    .updateTable("identity_changes")
    .set({ contact_id: contactId })
    .where("source_index", "=", sourceIndex)
    .execute();
  const about = { now: now(), contactId, sessionId };
  await appendEvents(tx, [
    gatewayEvent(IdentityChanged, about, { change, changedAt: changedAt.toISOString() }),
  ]);
}

/** What tells one announcement from another: WhatsApp's id where it has one. */
function announcementOf({ wamid, word, before, now, at }: IdentityItem): string {
  return wamid ?? JSON.stringify([word, before.phone, before.bsuid, now.phone, now.bsuid, at?.getTime()]);
}
