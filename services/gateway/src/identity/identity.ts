import { contactScope, numberContext } from "@liss/contracts";
import type { Vault } from "@liss/vault";
import { boxOf } from "../database/sealed-columns.ts";
import type { BlindIndexes } from "./blind-indexes.ts";

/** How WhatsApp names a person: phone digits without `+`, the BSUID, or both. */
export type Identity = { phone?: string | undefined; bsuid?: string | undefined };

/** The same, findable and not readable. */
export type IndexedIdentity = Identity & { phoneIndex?: Buffer | undefined; bsuidIndex?: Buffer | undefined };

export function indexed(
  { phone, bsuid, phoneIndex, bsuidIndex }: IndexedIdentity,
  indexes: BlindIndexes,
): IndexedIdentity {
  return {
    phone,
    bsuid,
    ...(phone !== undefined && { phoneIndex: phoneIndex ?? indexes.phone(phone) }),
    ...(bsuid !== undefined && { bsuidIndex: bsuidIndex ?? indexes.bsuid(bsuid) }),
  };
}

/** AAD of a sealed phone or BSUID. */
export function identityContext(contactId: string, what: "phone" | "bsuid"): string {
  return what === "phone" ? numberContext(contactId) : `contact:${contactId}:bsuid`;
}

/** The columns of `contacts` that hold an identity; null where there is none. */
export type IdentityColumns = {
  phone_index: Buffer | null;
  phone_key_id: string | null;
  phone_box: Buffer | null;
  bsuid_index: Buffer | null;
  bsuid_key_id: string | null;
  bsuid_box: Buffer | null;
};

export async function sealIdentity(
  vault: Vault,
  contactId: string,
  { phone, bsuid, phoneIndex, bsuidIndex }: IndexedIdentity,
): Promise<IdentityColumns> {
  const seal = async (what: "phone" | "bsuid", value: string | undefined) => {
    if (value === undefined) return { keyId: null, box: null };
    const sealed = await vault.seal(contactScope(contactId), identityContext(contactId, what), value);
    return { keyId: sealed.keyId, box: boxOf(sealed) };
  };
  const sealedPhone = await seal("phone", phone);
  const sealedBsuid = await seal("bsuid", bsuid);
  return {
    phone_index: phoneIndex ?? null,
    phone_key_id: sealedPhone.keyId,
    phone_box: sealedPhone.box,
    bsuid_index: bsuidIndex ?? null,
    bsuid_key_id: sealedBsuid.keyId,
    bsuid_box: sealedBsuid.box,
  };
}
