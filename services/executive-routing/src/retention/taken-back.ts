import { type MessageId, type TakenBackPolicy, TakenBackSettled } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { lockSession } from "../store/session-store.ts";
import { clearMessages } from "./clear.ts";
import type { Destroying } from "./destroy.ts";
import { lockSchedule } from "./schedule.ts";
import { isDangerous, settlementOf } from "./taken-back-policy.ts";

type Tx = Transaction<RoutingTables>;

/** Few at a time: the others wait for the next look. */
const atOnce = 50;

/**
 * What becomes of messages that she took back, by the policy of the installation. They have been hidden since they were
 * taken back; this is about their bytes, and puts on the record what was done and why. @returns how many were settled
 */
export async function settleTakenBack(deps: Destroying, policy: TakenBackPolicy): Promise<number> {
  const { db } = deps;
  const waiting = await db
    .selectFrom("revocations")
    .innerJoin("messages", "messages.id", "revocations.message_id")
    .select(["messages.id", "messages.session_id"])
    .where("revocations.settled_at", "is", null)
    .where(stillThere)
    .orderBy("revocations.at")
    .limit(atOnce)
    .execute();
  let settled = 0;
  for (const { id, session_id } of waiting) {
    const done = await db
      .transaction()
      .execute((tx) => settle(tx, { messageId: id, sessionId: session_id, policy, now: deps.clock.now() }));
    if (done) settled += 1;
  }
  await removeWhatCameLater(deps);
  return settled;
}

/** The retention of the conversation has not begun: after it there is nothing to decide. */
const stillThere = sql<boolean>`not exists (select from destructions gone
  where gone.session_id = messages.session_id)`;

type Asked = { messageId: MessageId; sessionId: string; policy: TakenBackPolicy; now: string };

async function settle(tx: Tx, { messageId, sessionId, policy, now }: Asked): Promise<boolean> {
  await lockSchedule(tx); // a hold is never a moment too late
  const loaded = await lockSession(tx, sessionId);
  if (!loaded) return false;
  const { session } = loaded;
  // Its danger is not known yet, and what the robot is asked is read from here.
  if (session.unassessed.some((pending) => pending.messageId === messageId)) return false;
  const held = await tx
    .selectFrom("legal_holds")
    .select("id")
    .where("session_id", "=", sessionId)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  const settlement = settlementOf(policy, { held: held !== undefined, danger: isDangerous(session) });
  const mine = await tx
    .updateTable("revocations")
    .set({ settled_at: now, outcome: settlement.outcome })
    .where("message_id", "=", messageId)
    .where("settled_at", "is", null)
    .returning("message_id")
    .executeTakeFirst();
  if (!mine) return false; // another replica was faster
  if (settlement.outcome === "destroyed") {
    const edits = await tx.selectFrom("messages").select("id").where("edit_of", "=", messageId).execute();
    await clearMessages(tx, [messageId, ...edits.map(({ id }) => id)]);
  }
  const { contactId } = session;
  const event = TakenBackSettled.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: now,
    actor: { kind: "service", name: "executive-routing" },
    contactId,
    sessionId,
    data: { messageId, policy, ...settlement },
  });
  await appendEvents(tx, [event]);
  return true;
}

/** Files, and new wordings, of destroyed messages that were still on their way when that was decided. */
async function removeWhatCameLater({ db, store }: Destroying): Promise<void> {
  const late = await db
    .selectFrom("messages")
    .innerJoin("revocations", (join) =>
      join.on(sql<boolean>`revocations.message_id in (messages.id, messages.edit_of)`),
    )
    .leftJoin("media", "media.message_id", "messages.id")
    .select(["messages.id", "media.object"])
    .where("revocations.outcome", "=", "destroyed")
    .where(stillThere)
    .where((is) => is.or([sql<boolean>`length(content_box) > 0`, is("media.object", "is not", null)]))
    .limit(atOnce)
    .execute();
  for (const { object } of late) if (object !== null) await store.remove(object);
  if (late.length === 0) return;
  const ids = late.map(({ id }) => id);
  await db.transaction().execute(async (tx) => {
    await clearMessages(tx, ids);
    await tx
      .updateTable("media")
      .set({
        state: "failed",
        object: null,
        key_id: null,
        mime_type: null,
        bytes: null,
        reason: "taken-back",
      })
      .where("message_id", "in", ids)
      .execute();
  });
}
