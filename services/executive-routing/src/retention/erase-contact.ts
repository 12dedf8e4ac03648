import type { ContactId, PersonId } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { lockSchedule } from "./schedule.ts";

/**
 * Begins the erasure of a contact. Not while somebody attends her, and not while a court or a prosecutor has one of her
 * conversations kept. Asking for it twice is asking for it once. Returns why not.
 */
export async function eraseContact(
  tx: Transaction<RoutingTables>,
  asked: { contactId: ContactId; cause: "request" | "order"; by: PersonId; now: string },
): Promise<"still-open" | "legal-hold" | undefined> {
  const { contactId, cause, by, now } = asked;
  await lockSchedule(tx);
  const open = await tx
    .selectFrom("sessions")
    .select("id")
    .where("contact_id", "=", contactId)
    .where("status", "<>", "closed")
    .executeTakeFirst();
  if (open) return "still-open";
  const held = await tx
    .selectFrom("legal_holds")
    .innerJoin("sessions", "sessions.id", "legal_holds.session_id")
    .select("legal_holds.id")
    .where("sessions.contact_id", "=", contactId)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  if (held) return "legal-hold";
  await tx
    .insertInto("destructions")
    .values({ id: uuidv7(), kind: "contact", contact_id: contactId, cause, by_id: by, begun_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return undefined;
}
