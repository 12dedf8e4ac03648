import { sql } from "kysely";
import type { GatewayTransaction } from "../database/tables.ts";
import type { IndexedIdentity } from "./identity.ts";

/** A contact as far as finding her goes. */
export type Entry = { id: string; phoneIndex: Buffer | undefined; bsuidIndex: Buffer | undefined };

/** Contacts by what identifies them. */
export type Directory = {
  byPhone(index: Buffer | undefined): Entry | undefined;
  byBsuid(index: Buffer | undefined): Entry | undefined;
  add(entry: Entry): void;
};

export function directoryOf(entries: readonly Entry[]): Directory {
  const phones = new Map<string, Entry>();
  const bsuids = new Map<string, Entry>();
  const add = (entry: Entry) => {
    if (entry.phoneIndex) phones.set(entry.phoneIndex.toString("hex"), entry);
    if (entry.bsuidIndex) bsuids.set(entry.bsuidIndex.toString("hex"), entry);
  };
  for (const entry of entries) add(entry);
  return {
    byPhone: (index) => (index ? phones.get(index.toString("hex")) : undefined),
    byBsuid: (index) => (index ? bsuids.get(index.toString("hex")) : undefined),
    add,
  };
}

/** Everybody who has one of these identities; her row stays locked until the transaction ends, in one order for all. */
export async function lookUp(
  tx: GatewayTransaction,
  identities: readonly IndexedIdentity[],
): Promise<Directory> {
  const phones = identities.flatMap(({ phoneIndex }) => (phoneIndex ? [phoneIndex] : []));
  const bsuids = identities.flatMap(({ bsuidIndex }) => (bsuidIndex ? [bsuidIndex] : []));
  if (phones.length === 0 && bsuids.length === 0) return directoryOf([]);
  const { rows } = await sql<{ id: string; phone_index: Buffer | null; bsuid_index: Buffer | null }>`
    select id, phone_index, bsuid_index from contacts
    where phone_index = any(${phones}::bytea[]) or bsuid_index = any(${bsuids}::bytea[])
    order by id for no key update`.execute(tx);
  return directoryOf(
    rows.map(({ id, phone_index, bsuid_index }) => ({
      id,
      phoneIndex: phone_index ?? undefined,
      bsuidIndex: bsuid_index ?? undefined,
    })),
  );
}
