import { createHmac, randomBytes } from "node:crypto";
import { sessionScope } from "@liss/contracts";
import type { Database } from "@liss/database";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";

/** Long enough that no two words of a conversation share one, too short to be of use elsewhere (bytes). */
const length = 12;
/** Of a salt: it is the key of the marks, and the only one. */
const saltBytes = 32;

type Store = { db: Database<RoutingTables>; vault: Vault };
type Conversation = { sessionId: string; contactId: string };
type SaltRow = { session_id: string; key_id: string; box: Buffer };

/** A mark for each word, which says nothing without the salt. Source: docs/adr/0034. */
export function marksOf(salt: Buffer, words: readonly string[]): Buffer[] {
  return words.map((word) => createHmac("sha256", salt).update(word).digest().subarray(0, length));
}

/**
 * The salt of a conversation's marks, made with the first of them. It lies sealed under the conversation's key, so
 * that with the key the marks are worth nothing either, in any copy.
 */
export async function saltOf({ db, vault }: Store, { sessionId, contactId }: Conversation): Promise<Buffer> {
  const known = await saltRow(db, sessionId);
  if (known) return openSalt(vault, known);
  const salt = randomBytes(saltBytes);
  const sealed = await vault.seal(sessionScope(contactId, sessionId), saltContext(sessionId), salt);
  const made = await db
    .insertInto("word_salts")
    .values({ session_id: sessionId, key_id: sealed.keyId, box: Buffer.from(sealed.box, "base64") })
    .onConflict((conflict) => conflict.column("session_id").doNothing())
    .returning("session_id")
    .executeTakeFirst();
  if (made) return salt;
  const other = await saltRow(db, sessionId);
  if (!other) throw new Error("the salt of a conversation's marks went while it was made");
  return openSalt(vault, other);
}

/** The salts of those conversations that have marks which can still be read. */
export async function saltsOf(
  { db, vault }: Store,
  sessionIds: readonly string[],
): Promise<Map<string, Buffer>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("word_salts")
    .selectAll()
    .where("session_id", "in", [...sessionIds])
    .execute();
  const opened = await Promise.all(
    rows.map(async (row) => {
      const salt = await openSalt(vault, row).catch((error: unknown) => {
        if (error instanceof KeyDestroyed || error instanceof SealBroken) return undefined;
        throw error;
      });
      return salt ? ([[row.session_id, salt]] as const) : [];
    }),
  );
  return new Map(opened.flat());
}

async function saltRow(db: Database<RoutingTables>, sessionId: string): Promise<SaltRow | undefined> {
  return await db.selectFrom("word_salts").selectAll().where("session_id", "=", sessionId).executeTakeFirst();
}

function openSalt(vault: Vault, { session_id, key_id, box }: SaltRow): Promise<Buffer> {
  return vault.open({ keyId: key_id, box: box.toString("base64") }, saltContext(session_id));
}

/** Binds a salt's box to its conversation. */
const saltContext = (sessionId: string) => `word-salt:${sessionId}`;
