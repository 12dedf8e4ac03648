import { NotUnderstood } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { alert, gatewayEvent } from "../events.ts";
import type { EffectContext, Source } from "./effects.ts";

export type Problem = "not-json" | "unknown-object" | "malformed" | "unknown-field" | "other-number";

/** Recorded, and nothing follows from it. */
export async function note(
  path: string,
  kind: string,
  event: string,
  source: Source,
  { tx }: EffectContext,
): Promise<void> {
  await tx
    .insertInto("notices")
    .values({ delivery_id: source.deliveryId, path, kind, event, received_at: source.receivedAt })
    .onConflict((conflict) => conflict.columns(["delivery_id", "path"]).doNothing())
    .execute();
}

/** Kept raw, counted, on the record, and in the engineer's list. `path` is empty for a whole body. */
export async function noteProblem(
  reason: Problem,
  path: string,
  source: Source,
  context: EffectContext,
): Promise<void> {
  const { tx, metrics, now } = context;
  const { deliveryId: delivery_id, receivedAt: received_at, size } = source;
  context.problems.add(`${delivery_id} ${path}`);
  const noted = await tx
    .insertInto("not_understood_items")
    .values({ delivery_id, path, reason, received_at, size })
    .onConflict((conflict) => conflict.columns(["delivery_id", "path"]).doNothing())
    .returning("path")
    .executeTakeFirst();
  if (!noted) return;
  context.afterCommit(() => metrics.notUnderstood(reason));
  const about = { now: now() };
  if (reason === "other-number") {
    // Somebody wrote to a number that this gateway does not serve: configuration, and a person to warn, not with
    // every message.
    if (await wasAlertedLately(source, context)) return;
    const detail = { deliveryId: delivery_id, path };
    await appendEvents(tx, [alert("unknown-phone-number", "critical", detail, about)]);
    return;
  }
  const data = { rawDeliveryId: delivery_id, reason, ...(path && { path }) };
  await appendEvents(tx, [gatewayEvent(NotUnderstood, about, data)]);
}

const alertAgainMs = 3_600_000;

async function wasAlertedLately({ receivedAt }: Source, { tx }: EffectContext): Promise<boolean> {
  const before = await tx
    .selectFrom("not_understood_items")
    .select("path")
    .where("received_at", ">", new Date(receivedAt.getTime() - alertAgainMs))
    .where("reason", "=", "other-number")
    .limit(2)
    .execute();
  return before.length > 1; // one of them is the item just noted
}
