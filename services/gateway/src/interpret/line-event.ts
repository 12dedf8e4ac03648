import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { boxOf } from "../database/sealed-columns.ts";
import { alert } from "../events.ts";
import type { EffectContext, Source } from "./effects.ts";
import type { AccountItem } from "./item.ts";

/** The vault's scope of what WhatsApp says about the line: no woman's words are in it. */
const scope = "line";

/**
 * WhatsApp says something about the account, the number, a template or security: kept sealed, once, and a person is
 * alerted when it restricts the line. WhatsApp's own words stay in the box.
 */
export async function keepLineEvent(
  item: AccountItem,
  source: Source,
  context: EffectContext,
): Promise<void> {
  const { tx, vault, indexes, now } = context;
  const { field, event, raw, path, errorCode } = item;
  const id = uuidv7();
  const plaintext = JSON.stringify(raw ?? null);
  const sealed = await vault.seal(scope, `line-event:${id}`, plaintext);
  const kept = await tx
    .insertInto("line_events")
    .values({
      id,
      content_index: indexes.lineEvent(sameEvent(item, plaintext, source)),
      delivery_id: source.deliveryId,
      path,
      field,
      event,
      alert_code: item.alert?.code ?? null,
      received_at: source.receivedAt,
      key_id: sealed.keyId,
      box: boxOf(sealed),
    })
    .onConflict((conflict) => conflict.column("content_index").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!kept || !item.alert) return;
  const { code, severity } = item.alert;
  const detail = { lineEventId: id, field, ...(errorCode !== undefined && { whatsappCode: errorCode }) };
  await appendEvents(tx, [alert(code, severity, detail, { now: now() })]);
}

/**
 * WhatsApp repeats a delivery for up to seven days, and the same event may well happen again later: the same words
 * with the entry's time are one event; without a time, on one UTC day.
 */
function sameEvent({ field, time }: AccountItem, plaintext: string, { receivedAt }: Source): string {
  return `${time ?? receivedAt.toISOString().slice(0, 10)} ${field} ${plaintext}`;
}
