import { type ContactId, contactScope, SafeContactPlan, type Sealed } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import type { Vault } from "@liss/vault";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";

/** Binds the box of a plan to its contact. */
const planContext = (contactId: ContactId) => `safe-contact-plan:${contactId}`;

export type SafeContact = {
  /** undefined: nothing was agreed yet. */
  plan: SafeContactPlan | undefined;
  changed: { by: string; at: string } | null;
  goodbyeAt: string | null;
};

/**
 * Her plan as it is now. With `hold`, it stays so until the transaction ends: no message leaves by a plan that somebody
 * is changing. Throws when the plan cannot be opened: without knowing it, nothing is sent.
 */
export async function readSafeContact(
  db: Transaction<RoutingTables> | Database<RoutingTables>,
  vault: Vault,
  contactId: ContactId,
  { hold = false }: { hold?: boolean } = {},
): Promise<SafeContact> {
  const query = db.selectFrom("safe_contact").selectAll().where("contact_id", "=", contactId);
  const row = await (hold ? query.forShare() : query).executeTakeFirst();
  if (!row) return { plan: undefined, changed: null, goodbyeAt: null };
  const box = row.plan_box;
  const plan =
    row.plan_key_id && box
      ? await openPlan(vault, contactId, { keyId: row.plan_key_id, box: box.toString("base64") })
      : undefined;
  return {
    plan,
    changed: row.by_id && row.at ? { by: row.by_id, at: row.at.toISOString() } : null,
    goodbyeAt: row.goodbye_at?.toISOString() ?? null,
  };
}

export async function openPlan(vault: Vault, contactId: ContactId, sealed: Sealed): Promise<SafeContactPlan> {
  const plain = await vault.open(sealed, planContext(contactId));
  return SafeContactPlan.parse(JSON.parse(plain.toString("utf8")));
}

export function sealPlan(vault: Vault, contactId: ContactId, plan: SafeContactPlan): Promise<Sealed> {
  return vault.seal(contactScope(contactId), planContext(contactId), JSON.stringify(plan));
}

export async function writePlan(
  tx: Transaction<RoutingTables>,
  contactId: ContactId,
  sealed: Sealed,
  { by, at }: { by: string; at: string },
): Promise<void> {
  const plan = {
    plan_key_id: sealed.keyId,
    plan_box: Buffer.from(sealed.box, "base64"),
    by_id: by,
    at,
  };
  await tx
    .insertInto("safe_contact")
    .values({ contact_id: contactId, ...plan })
    .onConflict((conflict) => conflict.column("contact_id").doUpdateSet(plan))
    .execute();
}

/** From `at` on nothing is sent until she writes again. A goodbye that arrives late takes nothing back. */
export async function writeGoodbye(
  tx: Transaction<RoutingTables>,
  contactId: ContactId,
  at: string,
): Promise<void> {
  await tx
    .insertInto("safe_contact")
    .values({ contact_id: contactId, goodbye_at: at })
    .onConflict((conflict) =>
      conflict.column("contact_id").doUpdateSet({
        goodbye_at: sql`greatest(safe_contact.goodbye_at, excluded.goodbye_at)`,
      }),
    )
    .execute();
}
