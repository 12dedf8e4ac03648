import { sql } from "kysely";
import type { EffectContext, Work } from "./effects.ts";
import type { MessageItem } from "./item.ts";

/** Messages by WhatsApp's id, each only within its own conversation. */
export type References = {
  /** Ours or hers. */
  find(wamid: string | undefined, contactId: string): string | undefined;
  findHers(wamid: string | undefined, contactId: string): string | undefined;
};

type Arriving = Work<MessageItem> & { messageId: string; contactId: string; wamidIndex: Buffer };

/** What arriving messages answer, react to or edit, if it is known here or arrives with them. */
export async function referredTo(arriving: readonly Arriving[], context: EffectContext): Promise<References> {
  const { tx, indexes, phoneNumberId } = context;
  const wamids = new Set(
    arriving.flatMap(({ item }) => [item.replyTo, item.editOf].filter((wamid) => wamid !== undefined)),
  );
  const places = new Map<string, Found[]>(); // by hex of the blind index
  const put = (index: Buffer, found: Found) => {
    const key = index.toString("hex");
    places.set(key, [...(places.get(key) ?? []), found]);
  };
  if (wamids.size > 0) {
    const wanted = [...wamids].map((wamid) => indexes.wamid(wamid));
    const { rows } = await sql<Found & { wamid_index: Buffer }>`
      select wamid_index, message_id as "messageId", contact_id as "contactId", false as hers
      from outgoing_messages
      where phone_number_id = ${phoneNumberId} and wamid_index = any(${wanted}::bytea[])
      union all
      select wamid_index, message_id, contact_id, true from inbound_messages
      where phone_number_id = ${phoneNumberId} and wamid_index = any(${wanted}::bytea[])`.execute(tx);
    for (const { wamid_index, ...found } of rows) put(wamid_index, found);
    for (const { wamidIndex, messageId, contactId } of arriving) {
      put(wamidIndex, { messageId, contactId, hers: true });
    }
  }
  const find = (wamid: string | undefined, contactId: string, onlyHers: boolean) => {
    if (wamid === undefined) return undefined;
    const found = places.get(indexes.wamid(wamid).toString("hex")) ?? [];
    return found.find((one) => one.contactId === contactId && (one.hers || !onlyHers))?.messageId;
  };
  return {
    find: (wamid, contactId) => find(wamid, contactId, false),
    findHers: (wamid, contactId) => find(wamid, contactId, true),
  };
}

type Found = { messageId: string; contactId: string; hers: boolean };
