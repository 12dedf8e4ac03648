import {
  ContactErased,
  ContentDestroyed,
  contactScope,
  erasureCauses,
  type SessionId,
  sessionScope,
} from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import type { MediaStore } from "@liss/media";
import { appendEvents } from "@liss/messaging";
import type { ErasureJournal, Vault } from "@liss/vault";
import type { Selectable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "../arrivals/handling.ts";
import type { DestructionsTable, RoutingTables } from "../database/tables.ts";
import { recordChanges } from "../store/feed.ts";
import { type Cleared, clearCase, clearContent } from "./clear.ts";

export type Destroying = {
  db: Database<RoutingTables>;
  vault: Vault;
  store: MediaStore;
  journal: ErasureJournal;
  clock: Clock;
};

export type Destruction = Selectable<DestructionsTable>;

/**
 * Finishes a destruction that was begun, from wherever it was left: what is sealed first, for every copy hangs on the
 * keys; then the bytes. Its ids are written down before a key goes, here and in the journal, so that a backup of the
 * keys cannot bring it back. The other services delete theirs when they hear of it.
 */
export async function destroy(deps: Destroying, destruction: Destruction): Promise<void> {
  const { db, vault, store, journal, clock } = deps;
  const sessions = await sessionsOf(db, destruction);
  // What an earlier attempt had written down may be destroyed already; it stays written down.
  const keyIds = [...new Set([...destruction.key_ids, ...(await keysOf(deps, destruction, sessions))])];
  await db
    .updateTable("destructions")
    .set({ key_ids: keyIds })
    .where("id", "=", destruction.id)
    .where("done_at", "is", null)
    .execute();
  await journal.write(keyIds, clock.now());
  await vault.destroyKeys(keyIds);
  const files = await filesOf(db, sessions);
  for (const object of files) await store.remove(object);

  await db.transaction().execute(async (tx) => {
    const open = await tx
      .selectFrom("destructions")
      .select("id")
      .where("id", "=", destruction.id)
      .where("done_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!open) return; // another replica was faster
    const cleared = { ...(await clearContent(tx, sessions)), files: files.length, keyIds };
    await (destruction.kind === "session"
      ? tellContent(tx, destruction, cleared, clock.now())
      : tellContact(tx, destruction, { ...cleared, sessions: sessions.length }, clock.now()));
    await tx
      .updateTable("destructions")
      .set({ done_at: clock.now(), messages: cleared.messages })
      .where("id", "=", destruction.id)
      .execute();
    await recordChanges(
      tx,
      sessions.map((id) => ({ kind: "session", sessionId: id, refId: id })),
    );
  });
}

async function sessionsOf(db: Database<RoutingTables>, destruction: Destruction): Promise<SessionId[]> {
  if (destruction.session_id !== null) return [destruction.session_id];
  const rows = await db
    .selectFrom("sessions")
    .select("id")
    .where("contact_id", "=", destruction.contact_id)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * The keys of the scope; and, because the gateway seals before it knows where a message ends up, those of other
 * conversations of hers under which something of this one lies. One that still serves a conversation which stays is
 * left: it goes with that.
 */
async function keysOf(
  { db, vault }: Destroying,
  { kind, contact_id }: Destruction,
  sessions: readonly SessionId[],
): Promise<string[]> {
  const [only] = sessions;
  if (kind === "contact" || only === undefined) return vault.retire(contactScope(contact_id));
  const own = await vault.retire(sessionScope(contact_id, only));
  const used = await db
    .selectFrom("messages")
    .select("content_key_id as id")
    .distinct()
    .where("session_id", "=", only)
    .execute();
  const described = await vault.describe(used.map(({ id }) => id));
  const strays = described.filter(
    ({ scope, destroyed }) => !destroyed && scope.startsWith(`${contactScope(contact_id)}/session:`),
  );
  const candidates = [...new Set([...own, ...strays.map(({ id }) => id)])];
  if (candidates.length === 0) return [];
  const needed = await db
    .selectFrom("messages")
    .innerJoin("sessions", "sessions.id", "messages.session_id")
    .select("messages.content_key_id as id")
    .distinct()
    .where("sessions.contact_id", "=", contact_id)
    .where("sessions.id", "<>", only)
    .where("messages.content_key_id", "in", candidates)
    .where("sessions.id", "not in", (gone) =>
      gone
        .selectFrom("destructions")
        .select((is) => is.ref("destructions.session_id").$notNull().as("id"))
        .where("destructions.session_id", "is not", null),
    )
    .execute();
  const stays = new Set(needed.map(({ id }) => id));
  return candidates.filter((id) => !stays.has(id));
}

async function filesOf(db: Database<RoutingTables>, sessions: readonly SessionId[]): Promise<string[]> {
  if (sessions.length === 0) return [];
  const rows = await db
    .selectFrom("media")
    .innerJoin("messages", "messages.id", "media.message_id")
    .select("media.object")
    .where("messages.session_id", "in", [...sessions])
    .where("media.object", "is not", null)
    .execute();
  return rows.flatMap(({ object }) => object ?? []);
}

type Told = Cleared & { files: number; keyIds: string[] };
type Tx = Transaction<RoutingTables>;

async function tellContent(tx: Tx, { session_id, contact_id }: Destruction, told: Told, now: string) {
  const { state } = await tx
    .selectFrom("sessions")
    .select("state")
    .where("id", "=", session_id)
    .executeTakeFirstOrThrow();
  const event = ContentDestroyed.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: now,
    actor: { kind: "service", name: "executive-routing" },
    contactId: contact_id,
    sessionId: session_id ?? undefined,
    data: { ...told, closedAt: state.closedAt ?? now },
  });
  await appendEvents(tx, [event]);
}

async function tellContact(
  tx: Tx,
  { contact_id, cause, by_id }: Destruction,
  told: Told & { sessions: number },
  now: string,
) {
  const facts = await clearCase(tx, contact_id, now);
  const event = ContactErased.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: now,
    actor:
      by_id === null
        ? { kind: "service", name: "executive-routing" }
        : { kind: "person", id: by_id, role: "supervisor" },
    contactId: contact_id,
    data: {
      ...told,
      facts,
      cause: erasureCauses.find((known) => known === cause) ?? "schedule",
      ...(by_id !== null && { personId: by_id }),
    },
  });
  await appendEvents(tx, [event]);
}
