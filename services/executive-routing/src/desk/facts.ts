import { contactScope } from "@liss/contracts";
import { KeyDestroyed, SealBroken } from "@liss/vault";
import type { z } from "zod";
import { type FieldName, fieldNames, mayChangeField } from "../case/fields.ts";
import type { Session } from "../session/session.ts";
import type { CaseFacts } from "./case-requests.ts";
import type { DeskPerson } from "./commands.ts";
import type { DeskDependencies } from "./routes.ts";

/** Binds a fact's box to its place. */
const factContext = (contactId: string, field: string) => `fact:${contactId}:${field}`;

/** The facts of her case that this person may read, each with whether she may change it now. */
export async function factsFor(
  { db, vault, clock }: Pick<DeskDependencies, "db" | "vault" | "clock">,
  me: DeskPerson,
  session: Session,
): Promise<z.infer<typeof CaseFacts>> {
  const rows = await db
    .selectFrom("case_facts")
    .leftJoin("executives", "executives.person_id", "case_facts.by_id")
    .selectAll("case_facts")
    .select("executives.name")
    .where("contact_id", "=", session.contactId)
    .execute();
  const known = new Map(rows.map((row) => [row.field, row]));
  const facts = await Promise.all(
    fieldNames.map(async (field) => {
      const row = known.get(field);
      const value = row
        ? await vault
            .open(
              { keyId: row.content_key_id, box: row.content_box.toString("base64") },
              factContext(session.contactId, field),
            )
            .then((plain) => plain.toString("utf8"))
            .catch((error: unknown) => {
              if (error instanceof KeyDestroyed || error instanceof SealBroken) return null;
              throw error;
            })
        : null;
      const mayChange = mayChangeField(field, me, session, clock.now());
      return {
        field,
        value,
        byName: row ? (row.name ?? row.by_id) : null,
        at: row?.at.toISOString() ?? null,
        mayChange,
      };
    }),
  );
  return { facts };
}

export type SealedFact = { field: FieldName; box: { keyId: string; box: string } | null };

/** Seals new facts before the transaction begins; null takes one away. */
export function sealFacts(
  { vault }: Pick<DeskDependencies, "vault">,
  contactId: string,
  facts: Partial<Record<FieldName, string | null>>,
): Promise<SealedFact[]> {
  return Promise.all(
    (Object.entries(facts) as [FieldName, string | null][]).map(async ([field, value]) => ({
      field,
      box:
        value === null
          ? null
          : await vault.seal(contactScope(contactId), factContext(contactId, field), value),
    })),
  );
}
