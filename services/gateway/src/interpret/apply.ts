import { NotUnderstood } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { alert, gatewayEvent } from "../events.ts";
import type { ItemContext } from "./effects.ts";
import type { IdentityItem, Item, LineErrorItem, NoticeItem } from "./item.ts";
import { receiveMessage } from "./receive-message.ts";

type Problem = "not-json" | "unknown-object" | "malformed" | "unknown-field" | "other-number";

/** What an item changes. Doing it again changes nothing. Returns whether the item was understood. */
export async function applyItem(item: Item, context: ItemContext): Promise<boolean> {
  const { tx, phoneNumberId, tracking, source, now } = context;
  if (isForOtherNumber(item, phoneNumberId)) {
    await noteProblem("other-number", item.path, context);
    return false;
  }
  switch (item.kind) {
    case "message":
      await receiveMessage(item, context);
      return true;
    case "status":
      await tracking.report(tx, {
        phoneNumberId,
        wamid: item.wamid,
        status: item.status,
        at: item.at ?? source.receivedAt,
        errorCode: item.errorCode ?? null,
        callbackData: item.callbackData,
      });
      return true;
    case "identity":
      await noteIdentityChange(item, context);
      return true;
    case "line-error":
      await noteLineError(item, context);
      return true;
    case "account":
    case "echo":
    case "group":
      await note(item, item.kind, item.event, context);
      return true;
    case "not-understood":
      await noteProblem(item.reason, item.path, context);
      return false;
  }

  async function noteLineError({ path, code }: LineErrorItem, { tx }: ItemContext) {
    if (!(await note({ path }, "line-error", String(code), context))) return;
    await appendEvents(tx, [alert("channel-error", "warning", { whatsappCode: code }, { now: now() })]);
  }
}

/** A message without a number can only be for ours; one that names another number is not ours to answer. */
function isForOtherNumber(item: Item, phoneNumberId: string): boolean {
  const traffic = item.kind === "message" || item.kind === "status" || item.kind === "identity";
  return traffic && item.phoneNumberId !== undefined && item.phoneNumberId !== phoneNumberId;
}

/** She changed number or account: whoever writes from the new one may not be her, and a person has to find out. */
async function noteIdentityChange(item: IdentityItem, context: ItemContext): Promise<void> {
  const { tx, contacts, now } = context;
  if (!(await note(item, "identity", item.change, context))) return;
  const contactId = await contacts.find(tx, item.sender);
  const about = { now: now(), contactId };
  await appendEvents(tx, [alert("identity-changed", "warning", { change: item.change }, about)]);
}

/** @returns false when it was noted before. */
async function note(
  { path }: Pick<NoticeItem, "path">,
  kind: string,
  event: string,
  { tx, source }: ItemContext,
): Promise<boolean> {
  const noted = await tx
    .insertInto("notices")
    .values({ delivery_id: source.deliveryId, path, kind, event, received_at: source.receivedAt })
    .onConflict((conflict) => conflict.columns(["delivery_id", "path"]).doNothing())
    .returning("path")
    .executeTakeFirst();
  return noted !== undefined;
}

const alertAgainMs = 3_600_000;

async function wasAlertedLately({ tx, source }: ItemContext): Promise<boolean> {
  const before = await tx
    .selectFrom("not_understood_items")
    .select("path")
    .where("received_at", ">", new Date(source.receivedAt.getTime() - alertAgainMs))
    .where("reason", "=", "other-number")
    .limit(2)
    .execute();
  return before.length > 1; // one of them is the item just noted
}

/** Kept raw, counted, on the record, and in the engineer's list. `path` is empty for a whole body. */
export async function noteProblem(reason: Problem, path: string, context: ItemContext): Promise<void> {
  const { tx, source, metrics, now } = context;
  const noted = await tx
    .insertInto("not_understood_items")
    .values({
      delivery_id: source.deliveryId,
      path,
      reason,
      received_at: source.receivedAt,
      size: source.size,
    })
    .onConflict((conflict) => conflict.columns(["delivery_id", "path"]).doNothing())
    .returning("path")
    .executeTakeFirst();
  if (!noted) return;
  context.afterCommit(() => metrics.notUnderstood(reason));
  const about = { now: now() };
  if (reason === "other-number") {
    // Somebody wrote to a number that this gateway does not serve: configuration, and a person to warn, not with
    // every message.
    if (await wasAlertedLately(context)) return;
    const detail = { deliveryId: source.deliveryId, path };
    await appendEvents(tx, [alert("unknown-phone-number", "critical", detail, about)]);
    return;
  }
  const data = { rawDeliveryId: source.deliveryId, reason, ...(path && { path }) };
  await appendEvents(tx, [gatewayEvent(NotUnderstood, about, data)]);
}
