import type { Vault } from "@liss/vault";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { GatewayTransaction } from "../database/tables.ts";
import type { BlindIndexes } from "./blind-indexes.ts";
import { type Directory, type Entry, lookUp } from "./directory.ts";
import { type IdentityColumns, type IndexedIdentity, indexed, sealIdentity } from "./identity.ts";

/**
 * Identities that do not fit together. Nothing is merged and nothing overwritten: a recycled phone would put one
 * woman's words into another's conversation.
 */
export type Conflict = {
  kind: "two-contacts" | "other-phone" | "other-bsuid";
  contactId: string;
  otherIndex: Buffer;
};

/** `created`: by this call, and this is the first of the identities given that led to it. */
export type Resolved = { contactId: string; created: boolean; conflict?: Conflict | undefined };

export type IdentityTools = { vault: Vault; indexes: BlindIndexes };

/** Races lost to a concurrent creation; the second look finds the winner's row. */
const attempts = 3;

/**
 * The contacts behind identities, in order; created where nobody has one. A constant number of statements, however
 * many they are. Their rows stay locked until the transaction ends. `found`: who was found already, and locked.
 */
export async function resolveAll(
  tx: GatewayTransaction,
  given: readonly IndexedIdentity[],
  now: Date,
  tools: IdentityTools,
  found?: Directory,
): Promise<Resolved[]> {
  const identities = given.map((identity) => indexed(identity, tools.indexes));
  if (identities.some(({ phone, bsuid }) => phone === undefined && bsuid === undefined)) {
    throw new RangeError("an identity needs a phone or a BSUID");
  }
  const createdHere = new Set<string>();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const known = attempt === 0 && found ? found : await lookUp(tx, identities);
    const plan = planFor(identities, known);
    const inserted = await insertContacts(tx, plan.created, now, tools);
    for (const id of inserted) createdHere.add(id);
    if (inserted.length < plan.created.length) continue;
    await learn(tx, plan.learned, tools);
    return plan.resolved.map((resolved) => {
      const created = createdHere.delete(resolved.contactId);
      return { ...resolved, created };
    });
  }
  throw new Error("a contact could be neither found nor created");
}

type Known = { id: string } & IndexedIdentity;

type Plan = {
  resolved: Omit<Resolved, "created">[];
  created: Known[];
  /** What is new about contacts that there were before. */
  learned: Known[];
};

/** Who is who, given everybody who is known. Each decision counts for those that follow. */
function planFor(identities: readonly IndexedIdentity[], directory: Directory): Plan {
  const created = new Map<string, Known>();
  const learned = new Map<string, Known>();
  const resolved = identities.map((identity) => {
    const { phone, bsuid, phoneIndex, bsuidIndex } = identity;
    const byPhone = directory.byPhone(phoneIndex);
    const byBsuid = directory.byBsuid(bsuidIndex);
    const known = byBsuid ?? byPhone;
    if (!known) {
      const entry = { id: uuidv7(), phoneIndex, bsuidIndex };
      directory.add(entry);
      created.set(entry.id, { id: entry.id, ...identity });
      return { contactId: entry.id };
    }
    const conflict = conflictOf(known, byPhone, byBsuid, identity);
    if (conflict) return { contactId: known.id, conflict };
    const news: IndexedIdentity = {
      ...(known.phoneIndex === undefined && phoneIndex && { phone, phoneIndex }),
      ...(known.bsuidIndex === undefined && bsuidIndex && { bsuid, bsuidIndex }),
    };
    if (news.phoneIndex || news.bsuidIndex) {
      const where = created.has(known.id) ? created : learned;
      where.set(known.id, { ...where.get(known.id), ...news, id: known.id });
      known.phoneIndex ??= news.phoneIndex;
      known.bsuidIndex ??= news.bsuidIndex;
      directory.add(known);
    }
    return { contactId: known.id };
  });
  return { resolved, created: [...created.values()], learned: [...learned.values()] };
}

function conflictOf(
  known: Entry,
  byPhone: Entry | undefined,
  byBsuid: Entry | undefined,
  { phoneIndex, bsuidIndex }: IndexedIdentity,
): Conflict | undefined {
  const contactId = known.id;
  if (byPhone && byBsuid && byPhone.id !== byBsuid.id) {
    // The BSUID belongs to one account for ever; phones are handed on.
    return { kind: "two-contacts", contactId, otherIndex: byPhone.phoneIndex ?? Buffer.alloc(0) };
  }
  if (bsuidIndex && !byBsuid && known.bsuidIndex) {
    return { kind: "other-bsuid", contactId, otherIndex: bsuidIndex };
  }
  if (phoneIndex && !byPhone && known.phoneIndex) {
    return { kind: "other-phone", contactId, otherIndex: phoneIndex };
  }
  return undefined;
}

/** @returns the ids that are in the table now; the others lost a race. */
async function insertContacts(
  tx: GatewayTransaction,
  created: readonly Known[],
  now: Date,
  { vault }: IdentityTools,
): Promise<string[]> {
  if (created.length === 0) return [];
  // In one order for every transaction: two that create the same women wait for each other, not in a circle.
  const keyOf = ({ phoneIndex, bsuidIndex }: Known) => (phoneIndex ?? bsuidIndex)?.toString("hex") ?? "";
  const sorted = created.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const columns = await Promise.all(sorted.map((known) => sealIdentity(vault, known.id, known)));
  const { rows } = await sql<{ id: string }>`
    insert into contacts (id, created_at, phone_index, phone_key_id, phone_box, bsuid_index, bsuid_key_id, bsuid_box)
    select id, ${now}, phone_index, phone_key_id, phone_box, bsuid_index, bsuid_key_id, bsuid_box
    from ${listed(sorted, columns)}
    on conflict do nothing returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

async function learn(
  tx: GatewayTransaction,
  learned: readonly Known[],
  { vault }: IdentityTools,
): Promise<void> {
  if (learned.length === 0) return;
  const columns = await Promise.all(learned.map((known) => sealIdentity(vault, known.id, known)));
  await sql`
    update contacts c set
      phone_index = coalesce(n.phone_index, c.phone_index),
      phone_key_id = coalesce(n.phone_key_id, c.phone_key_id),
      phone_box = coalesce(n.phone_box, c.phone_box),
      bsuid_index = coalesce(n.bsuid_index, c.bsuid_index),
      bsuid_key_id = coalesce(n.bsuid_key_id, c.bsuid_key_id),
      bsuid_box = coalesce(n.bsuid_box, c.bsuid_box)
    from ${listed(learned, columns)} where c.id = n.id`.execute(tx);
}

function listed(known: readonly Known[], columns: readonly IdentityColumns[]) {
  return sql`unnest(
      ${known.map(({ id }) => id)}::uuid[],
      ${columns.map(({ phone_index }) => phone_index)}::bytea[],
      ${columns.map(({ phone_key_id }) => phone_key_id)}::uuid[],
      ${columns.map(({ phone_box }) => phone_box)}::bytea[],
      ${columns.map(({ bsuid_index }) => bsuid_index)}::bytea[],
      ${columns.map(({ bsuid_key_id }) => bsuid_key_id)}::uuid[],
      ${columns.map(({ bsuid_box }) => bsuid_box)}::bytea[]
    ) as n(id, phone_index, phone_key_id, phone_box, bsuid_index, bsuid_key_id, bsuid_box)`;
}
