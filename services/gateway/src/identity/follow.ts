import type { GatewayTransaction } from "../database/tables.ts";
import { lookUp } from "./directory.ts";
import { type Identity, type IdentityColumns, indexed, sealIdentity } from "./identity.ts";
import type { Conflict, IdentityTools } from "./resolve.ts";

/** What WhatsApp announced: who she was, who she is from now on. What is not said is undefined. */
export type Announcement = {
  change: "number-changed" | "bsuid-rotated" | "identity-key-changed";
  before: Identity;
  now: Identity;
};

/**
 * `followed`: the contact keeps her id and has the new identity. `known`: nothing to do, it was followed before.
 * `conflict`: somebody else has the new identity; nothing is merged or taken away. `nobody`: she never wrote.
 */
export type Followed =
  | { outcome: "followed" | "known"; contactId: string }
  | { outcome: "conflict"; contactId: string; conflict: Conflict }
  | { outcome: "nobody" };

/** Follows one announced change. The rows involved stay locked until the transaction ends. */
export async function follow(
  tx: GatewayTransaction,
  { change, before, now }: Announcement,
  tools: IdentityTools,
): Promise<Followed> {
  const old = indexed(before, tools.indexes);
  const current = indexed(now, tools.indexes);
  const directory = await lookUp(tx, [old, current]);
  const her =
    directory.byBsuid(old.bsuidIndex) ??
    (change === "number-changed" || !current.bsuidIndex
      ? undefined
      : directory.byBsuid(current.bsuidIndex)) ??
    directory.byPhone(old.phoneIndex);
  if (change === "identity-key-changed") {
    const one = her ?? directory.byBsuid(current.bsuidIndex) ?? directory.byPhone(current.phoneIndex);
    return one ? { outcome: "followed", contactId: one.id } : { outcome: "nobody" };
  }
  const holders = [directory.byPhone(current.phoneIndex), directory.byBsuid(current.bsuidIndex)];
  const holder = holders.find((entry) => entry !== undefined && entry.id !== her?.id);
  if (!her) return holder ? { outcome: "known", contactId: holder.id } : { outcome: "nobody" };
  const contactId = her.id;
  if (holder) {
    const otherIndex = holder.phoneIndex ?? holder.bsuidIndex ?? Buffer.alloc(0);
    return { outcome: "conflict", contactId, conflict: { kind: "two-contacts", contactId, otherIndex } };
  }
  // The number is hers and the BSUID that WhatsApp says it had is not: the number was somebody else's meanwhile.
  const isOther = (index: Buffer | undefined) => !index || !her.bsuidIndex?.equals(index);
  if (old.bsuidIndex && her.bsuidIndex && isOther(old.bsuidIndex) && isOther(current.bsuidIndex)) {
    const conflict: Conflict = {
      kind: "other-bsuid",
      contactId,
      otherIndex: current.bsuidIndex ?? old.bsuidIndex,
    };
    return { outcome: "conflict", contactId, conflict };
  }
  const phoneIsNew = current.phoneIndex !== undefined && !her.phoneIndex?.equals(current.phoneIndex);
  const bsuidIsNew = current.bsuidIndex !== undefined && !her.bsuidIndex?.equals(current.bsuidIndex);
  if (!phoneIsNew && !bsuidIsNew) return { outcome: "known", contactId };

  const sealed = await sealIdentity(tools.vault, contactId, current);
  const columns: Partial<IdentityColumns> = {
    ...(phoneIsNew && {
      phone_index: sealed.phone_index,
      phone_key_id: sealed.phone_key_id,
      phone_box: sealed.phone_box,
    }),
    ...(bsuidIsNew && {
      bsuid_index: sealed.bsuid_index,
      bsuid_key_id: sealed.bsuid_key_id,
      bsuid_box: sealed.bsuid_box,
    }),
    // A BSUID is made anew with the number: the old one names nobody any more, and the next message brings hers.
    ...(change === "number-changed" && phoneIsNew && !current.bsuidIndex && noBsuid),
  };
  await tx.updateTable("contacts").set(columns).where("id", "=", contactId).execute();
  return { outcome: "followed", contactId };
}

const noBsuid = { bsuid_index: null, bsuid_key_id: null, bsuid_box: null };
