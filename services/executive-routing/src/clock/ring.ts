import type { Database } from "@liss/database";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { type IsHoliday, isOpen } from "../hours/schedule.ts";
import { availableFor } from "../queue/take.ts";
import { nextRing } from "../session/ring.ts";
import { readPolicy } from "../store/policy.ts";
import { settle, wouldChange } from "./settle.ts";

/**
 * Moves the ring of every imminent case that waits. Each rings for somebody else: whoever is being rung for one is
 * not asked for the next at the same time. Returns how many moved.
 */
export async function ringOn(
  db: Database<RoutingTables>,
  clock: Clock,
  isHoliday: IsHoliday,
): Promise<number> {
  const now = clock.now();
  const waiting = await db
    .selectFrom("sessions")
    .select(["id", "contact_id", "state"])
    .where("status", "=", "waiting")
    .where("tier_rank", "=", 0)
    .orderBy("place")
    .orderBy("waiting_since")
    .execute();
  if (waiting.length === 0) return 0;
  const policy = await readPolicy(db);
  const facts = { ...policy, open: isOpen(policy.hours, now, isHoliday), now };
  const busy = new Set(
    waiting.flatMap(({ state }) => (state.offer && state.offer.until > now ? [state.offer.to] : [])),
  );
  let moved = 0;
  for (const { id, contact_id, state } of waiting) {
    if (!wouldChange(state, nextRing({ ...facts, available: [] }))) continue;
    const available = (await availableFor(db, contact_id, policy, now)).filter((person) => !busy.has(person));
    if (!(await settle(db, id, nextRing({ ...facts, available })))) continue;
    moved += 1;
    const asked = state.ring.asked;
    const next = available.find((person) => !asked.includes(person) && person !== state.offer?.to);
    if (next) busy.add(next);
  }
  return moved;
}
