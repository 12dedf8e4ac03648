import { contactScope } from "@liss/contracts";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { boxOf, sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import type { BlindIndexes } from "./blind-indexes.ts";

/** How WhatsApp names a person: phone digits without `+`, the BSUID, or both. */
export type Identity = { phone?: string | undefined; bsuid?: string | undefined };

/**
 * Identities that do not fit together. Nothing is merged and nothing overwritten: a recycled phone would put one
 * woman's words into another's conversation.
 */
export type Conflict = {
  kind: "two-contacts" | "other-phone" | "other-bsuid";
  contactId: string;
  otherIndex: Buffer;
};

export type Resolved = { contactId: string; created: boolean; conflict?: Conflict | undefined };

/** Where to send: the Graph API wants one or the other. */
export type Recipient = { phone: string } | { bsuid: string };

export type Contacts = {
  /** The contact behind an identity, created when nobody has it. Her row stays locked until the transaction ends. */
  resolve(tx: GatewayTransaction, identity: Identity, now: Date): Promise<Resolved>;
  /** The contact behind an identity, if there is one. */
  find(tx: GatewayTransaction, identity: Identity): Promise<string | undefined>;
  recipientOf(db: GatewayDatabase, contactId: string): Promise<Recipient | undefined>;
};

/** Races lost to a concurrent creation; the second look finds the winner's row. */
const attempts = 3;

export function contactBook({ vault, indexes }: { vault: Vault; indexes: BlindIndexes }): Contacts {
  const indexOf = ({ phone, bsuid }: Identity) => ({
    phone: phone === undefined ? undefined : indexes.phone(phone),
    bsuid: bsuid === undefined ? undefined : indexes.bsuid(bsuid),
  });

  async function matches(tx: GatewayTransaction, identity: Identity) {
    const { phone, bsuid } = indexOf(identity);
    const rows = await tx
      .selectFrom("contacts")
      .select(["id", "phone_index", "bsuid_index"])
      .where(({ or, eb }) =>
        or([
          ...(phone ? [eb("phone_index", "=", phone)] : []),
          ...(bsuid ? [eb("bsuid_index", "=", bsuid)] : []),
        ]),
      )
      .orderBy("id")
      .forNoKeyUpdate()
      .execute();
    return {
      byPhone: phone && rows.find((row) => row.phone_index?.equals(phone)),
      byBsuid: bsuid && rows.find((row) => row.bsuid_index?.equals(bsuid)),
    };
  }

  async function columnsOf(contactId: string, { phone, bsuid }: Identity) {
    const seal = async (what: "phone" | "bsuid", value: string) => {
      const sealed = await vault.seal(contactScope(contactId), identityContext(contactId, what), value);
      return { keyId: sealed.keyId, box: boxOf(sealed), index: indexes[what](value) };
    };
    const sealedPhone = phone === undefined ? undefined : await seal("phone", phone);
    const sealedBsuid = bsuid === undefined ? undefined : await seal("bsuid", bsuid);
    return {
      ...(sealedPhone && {
        phone_index: sealedPhone.index,
        phone_key_id: sealedPhone.keyId,
        phone_box: sealedPhone.box,
      }),
      ...(sealedBsuid && {
        bsuid_index: sealedBsuid.index,
        bsuid_key_id: sealedBsuid.keyId,
        bsuid_box: sealedBsuid.box,
      }),
    };
  }

  async function create(tx: GatewayTransaction, identity: Identity, now: Date): Promise<string | undefined> {
    const id = uuidv7();
    const columns = await columnsOf(id, identity);
    const inserted = await tx
      .insertInto("contacts")
      .values({ id, created_at: now, ...emptyIdentity, ...columns })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    return inserted?.id;
  }

  async function learn(tx: GatewayTransaction, contactId: string, identity: Identity): Promise<void> {
    const columns = await columnsOf(contactId, identity);
    await tx.updateTable("contacts").set(columns).where("id", "=", contactId).execute();
  }

  async function resolve(tx: GatewayTransaction, identity: Identity, now: Date): Promise<Resolved> {
    if (identity.phone === undefined && identity.bsuid === undefined) {
      throw new RangeError("an identity needs a phone or a BSUID");
    }
    const given = indexOf(identity);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const { byPhone, byBsuid } = await matches(tx, identity);
      if (byPhone && byBsuid && byPhone.id !== byBsuid.id) {
        // The BSUID belongs to one account for ever; phones are handed on.
        const conflict = {
          kind: "two-contacts",
          contactId: byBsuid.id,
          otherIndex: byPhone.phone_index,
        } as const;
        return { contactId: byBsuid.id, created: false, conflict: asConflict(conflict) };
      }
      const known = byBsuid || byPhone;
      if (!known) {
        const contactId = await create(tx, identity, now);
        if (contactId) return { contactId, created: true };
        continue;
      }
      const contactId = known.id;
      if (given.bsuid && !byBsuid) {
        if (known.bsuid_index) {
          const conflict = { kind: "other-bsuid", contactId, otherIndex: given.bsuid } as const;
          return { contactId, created: false, conflict };
        }
        await learn(tx, contactId, { bsuid: identity.bsuid });
      }
      if (given.phone && !byPhone) {
        if (known.phone_index) {
          const conflict = { kind: "other-phone", contactId, otherIndex: given.phone } as const;
          return { contactId, created: false, conflict };
        }
        await learn(tx, contactId, { phone: identity.phone });
      }
      return { contactId, created: false };
    }
    throw new Error("a contact could be neither found nor created");
  }

  return {
    resolve,
    find: async (tx, identity) => {
      if (identity.phone === undefined && identity.bsuid === undefined) return undefined;
      const { byPhone, byBsuid } = await matches(tx, identity);
      return (byBsuid || byPhone || undefined)?.id;
    },
    recipientOf: async (db, contactId) => {
      const row = await db.selectFrom("contacts").selectAll().where("id", "=", contactId).executeTakeFirst();
      if (!row) return undefined;
      const open = async (what: "phone" | "bsuid", keyId: string, box: Buffer) =>
        (await vault.open(sealedFrom(keyId, box), identityContext(contactId, what))).toString("utf8");
      if (row.phone_key_id && row.phone_box) {
        return { phone: await open("phone", row.phone_key_id, row.phone_box) };
      }
      if (row.bsuid_key_id && row.bsuid_box) {
        return { bsuid: await open("bsuid", row.bsuid_key_id, row.bsuid_box) };
      }
      return undefined;
    },
  };
}

const emptyIdentity = {
  phone_index: null,
  phone_key_id: null,
  phone_box: null,
  bsuid_index: null,
  bsuid_key_id: null,
  bsuid_box: null,
};

/** AAD of a sealed phone or BSUID. */
function identityContext(contactId: string, what: "phone" | "bsuid"): string {
  return `contact:${contactId}:${what}`;
}

function asConflict(conflict: Omit<Conflict, "otherIndex"> & { otherIndex: Buffer | null }): Conflict {
  return { ...conflict, otherIndex: conflict.otherIndex ?? Buffer.alloc(0) };
}
