import { IdentityChanged } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { alert, gatewayEvent } from "../events.ts";
import type { Conflict } from "../identity/contacts.ts";
import type { EffectContext } from "./effects.ts";

/** A person must make sure that it is she. Said once per pair of identities, not with every message. */
export async function noteConflict(
  { contactId, kind, otherIndex }: Conflict,
  sessionId: string | undefined,
  { tx, now }: EffectContext,
): Promise<void> {
  const at = now();
  const noted = await tx
    .insertInto("identity_conflicts")
    .values({ contact_id: contactId, kind, other_index: otherIndex, noted_at: at })
    .onConflict((clash) => clash.columns(["contact_id", "kind", "other_index"]).doNothing())
    .returning("kind")
    .executeTakeFirst();
  if (!noted) return;
  const about = { now: at, contactId, sessionId };
  const changed = { change: "identities-conflict" as const, changedAt: at.toISOString() };
  await appendEvents(tx, [
    gatewayEvent(IdentityChanged, about, changed),
    alert("identity-conflict", "critical", { kind }, about),
  ]);
}
