import { randomUUID } from "node:crypto";
import { KeysRotated, type keyPlaces } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { KeyProvider, Rotated, VaultTables } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";

/** As many as an event names: with more former keys than these somebody has to look anyway. */
const MOST_NAMED = 100;

export type Rotation = {
  /** Its outbox takes what goes on the record: the keys' database has none, and belongs to no service. */
  routing: Database<RoutingTables>;
  keys: Database<VaultTables>;
  provider: Pick<KeyProvider, "currentId">;
  place: (typeof keyPlaces)[number];
  /** Who does it. */
  personId: string;
  rotate: () => Promise<Rotated>;
};

/**
 * Changes the key-encryption key and puts it on the record: that it began, before anything changes, and how it ended. What
 * cannot be recorded is not done.
 */
export async function recordedRotation(rotation: Rotation): Promise<Rotated & { living: number }> {
  const { keys, provider, place, personId } = rotation;
  const rotationId = randomUUID();
  const [current, wrapping] = [await provider.currentId(), await wrappingKeys(keys)];
  // In the environment the new one is there already; elsewhere what wraps now is the former one.
  const before = new Set(place === "environment" ? wrapping.keys() : [current, ...wrapping.keys()]);
  if (place === "environment") before.delete(current);

  async function tell(
    stage: "begun" | "done" | "failed",
    facts: { to?: string; rewrapped?: number; forgotten: boolean },
  ): Promise<number> {
    const now = await wrappingKeys(keys);
    const counts = [...now].map(([id, count]) => ({ count, isFormer: before.has(id) }));
    const sum = (rows: typeof counts) => rows.reduce((total, { count }) => total + count, 0);
    const living = sum(counts);
    const told = KeysRotated.create({
      id: randomUUID(),
      source: "executive-routing",
      occurredAt: new Date().toISOString(),
      actor: { kind: "service", name: "executive-routing" },
      data: {
        rotationId,
        personId,
        stage,
        place,
        from: [...before].slice(0, MOST_NAMED),
        living,
        underFormer: sum(counts.filter(({ isFormer }) => isFormer)),
        ...facts,
      },
    });
    await rotation.routing.transaction().execute((tx) => appendEvents(tx, [told]));
    return living;
  }

  await tell("begun", { forgotten: false, ...(place === "environment" && { to: current }) });
  let rotated: Rotated;
  try {
    rotated = await rotation.rotate();
  } catch (error) {
    // The failure is what its caller must hear of, also when there is no telling of it.
    await tell("failed", { forgotten: false }).catch(() => {});
    throw error;
  }
  const { currentId: to, rewrapped, forgotten } = rotated;
  return { ...rotated, living: await tell("done", { to, rewrapped, forgotten }) };
}

/** Which key-encryption keys wrap living content keys, and how many each. */
async function wrappingKeys(keys: Database<VaultTables>): Promise<Map<string, number>> {
  const rows = await keys
    .selectFrom("content_keys")
    .select(["kek_id", ({ fn }) => fn.countAll<string>().as("count")])
    .where("destroyed_at", "is", null)
    .groupBy("kek_id")
    .orderBy("kek_id")
    .execute();
  return new Map(rows.map(({ kek_id, count }) => [kek_id, Number(count)]));
}
