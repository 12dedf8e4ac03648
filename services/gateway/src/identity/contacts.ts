import { sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import { type Directory, lookUp } from "./directory.ts";
import { type Announcement, type Followed, follow } from "./follow.ts";
import { type Identity, type IndexedIdentity, identityContext, indexed } from "./identity.ts";
import { type IdentityTools, type Resolved, resolveAll } from "./resolve.ts";

export type { Announcement, Followed } from "./follow.ts";
export type { Identity } from "./identity.ts";
export type { Conflict, Resolved } from "./resolve.ts";

/** Where to send: the Graph API wants one or the other. */
export type Recipient = { phone: string } | { bsuid: string };

export type Contacts = {
  /** The contact behind an identity, created when nobody has it. Her row stays locked until the transaction ends. */
  resolve(tx: GatewayTransaction, identity: Identity, now: Date): Promise<Resolved>;
  /** The same for many at once, in their order, with few statements. */
  resolveAll(
    tx: GatewayTransaction,
    identities: readonly IndexedIdentity[],
    now: Date,
    found?: Directory,
  ): Promise<Resolved[]>;
  /** Follows a change that WhatsApp announced; the contact keeps her id. */
  follow(tx: GatewayTransaction, announcement: Announcement): Promise<Followed>;
  /** The contact behind an identity, if there is one. */
  find(tx: GatewayTransaction, identity: Identity): Promise<string | undefined>;
  recipientOf(db: GatewayDatabase, contactId: string): Promise<Recipient | undefined>;
};

/** Contact id ↔ phone and BSUID: links what is seen together, follows what is announced, never merges two contacts. */
export function contactBook(tools: IdentityTools): Contacts {
  const { vault, indexes } = tools;
  return {
    resolve: async (tx, identity, now) => {
      const [resolved] = await resolveAll(tx, [identity], now, tools);
      if (!resolved) throw new Error("an identity was not resolved");
      return resolved;
    },
    resolveAll: (tx, identities, now, found) => resolveAll(tx, identities, now, tools, found),
    follow: (tx, announcement) => follow(tx, announcement, tools),
    find: async (tx, identity) => {
      const given = indexed(identity, indexes);
      const directory = await lookUp(tx, [given]);
      return (directory.byBsuid(given.bsuidIndex) ?? directory.byPhone(given.phoneIndex))?.id;
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
