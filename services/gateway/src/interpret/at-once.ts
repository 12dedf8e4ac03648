import { isContended, isUnavailable } from "@liss/database";
import { areOfOneDay, type RawDelivery, storeWithCommit } from "../receive/raw-delivery.ts";
import { actOn, stateOf } from "./deliveries.ts";
import type { InterpreterOptions } from "./interpreter.ts";

/** Together they are on disk as soon as they would be by themselves, more or less. */
const most = { deliveries: 24, bytes: 2 ** 18 } as const;

/** Whether acting on these keeps nobody waiting for an answer. */
export function areFew(deliveries: readonly RawDelivery[]): boolean {
  const bytes = deliveries.reduce((sum, { body }) => sum + body.byteLength, 0);
  return deliveries.length <= most.deliveries && bytes <= most.bytes && areOfOneDay(deliveries);
}

/**
 * Stores webhooks and acts on them in one transaction: one commit and one wait for the disk instead of two, and nothing is
 * read back. Whoever has it acknowledged has it on disk, as ever. What goes wrong leaves nothing behind: then they are
 * stored as they are, and interpreted like all that waits, where the rules for failures hold.
 * @returns whether it is done
 * @throws when Postgres is away
 */
export async function storeAndInterpret(
  deliveries: readonly RawDelivery[],
  options: InterpreterOptions,
): Promise<boolean> {
  const { db, receiving = db, vault, now, logger, onEvents } = options;
  const readable = deliveries.map(({ id, receivedAt, body, trace }) => ({
    deliveryId: id,
    receivedAt,
    size: body.byteLength,
    trace,
    body: async () => body,
  }));
  try {
    const done = await receiving.transaction().execute(async (tx) => {
      const { understood, committed } = await actOn(tx, readable, options);
      const states = deliveries.map(({ id }) => stateOf(understood.get(id) ?? false));
      const stored = await storeWithCommit(tx, vault, deliveries, { states, now: now() });
      return { stored, committed };
    });
    done.committed();
    if (done.stored.some(({ more }) => more)) onEvents();
    return true;
  } catch (error) {
    if (isUnavailable(error)) throw error;
    if (!isContended(error)) logger.warn({ err: error }, "webhooks are stored first and interpreted later");
    return false;
  }
}
