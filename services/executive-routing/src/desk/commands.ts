import { createHash } from "node:crypto";
import type { OutgoingContent, OverrideReason, Sealed } from "@liss/contracts";
import { type Database, type Transaction, withCommit } from "@liss/database";
import { inSession } from "@liss/telemetry";
import { sql } from "kysely";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import { review, type SendingTools, store } from "../sending/send.ts";
import type { Refusal, Rule } from "../session/decision.ts";
import type { Session } from "../session/session.ts";
import { appendToSession, lockSession } from "../store/session-store.ts";
import type { Answered } from "../store/written.ts";
import type { SessionCard } from "./api.ts";
import { Refused } from "./problems.ts";
import { asSafetyReview } from "./safety-review.ts";
import { cardOf } from "./views.ts";

type Tx = Transaction<RoutingTables>;

/** A member of staff who works at the desk. */
export type DeskPerson = { id: string; name: string; role: "executive" | "supervisor" };

/** A message that a command sends, sealed before the transaction begins. */
export type Outgoing = {
  id: string;
  content: OutgoingContent;
  sealed: Sealed;
  override?: OverrideReason | undefined;
  /** The message of the session that it quotes. */
  replyTo?: string | undefined;
};

export type Command = {
  name: string;
  person: DeskPerson;
  /** The `Idempotency-Key` header: repeating it repeats the answer, not the deed. */
  key: string;
  /** What was asked, to tell a retry from another command under the same key. */
  request: unknown;
  /** Finds the session, given or picked; null when there is none to act on. */
  session: (tx: Tx) => Promise<string | null>;
  rule: (tx: Tx, now: string, sessionId: string) => Promise<Rule> | Rule;
  outgoing?: Outgoing;
  /** What else is written with it, in the same transaction, once the rule has said yes. */
  also?: (tx: Tx, sessionId: string, session: Session, now: string) => Promise<void>;
};

export type Answer = { card: SessionCard | null };

export type Doing = { db: Database<RoutingTables>; clock: Clock; changed: () => void } & SendingTools;

/**
 * Does what a person commands, once: the rule decides under the session's lock; events, row, message and
 * outbox are one transaction. Throws Refused, having changed nothing, when the rule says no.
 */
export function perform(doing: Doing, command: Command): Promise<Answer> {
  return once<Answer>(doing, command, async (tx) => {
    const sessionId = await command.session(tx);
    if (!sessionId) return { card: null };
    return inSession(sessionId, command.name, {}, () => decide(tx, command, sessionId, doing));
  });
}

/**
 * What is done under an Idempotency-Key is done once: a retry gets the first answer, and does nothing. The answer is
 * kept when the work is done, unless the work writes it itself, with the rest (`answered`).
 */
export async function once<T extends object>(
  { db, changed }: Pick<Doing, "db" | "changed">,
  command: Pick<Command, "name" | "person" | "key" | "request">,
  work: (tx: Tx, answered: (answer: T) => Answered) => Promise<T>,
): Promise<T> {
  const answer = await db.transaction().execute(async (tx) => {
    const first = await firstTime(tx, command);
    if (first.answer) return first.answer as T;
    let isKept = false;
    const done = await work(tx, (answer) => {
      isKept = true;
      return { person_id: command.person.id, key: command.key, answer };
    });
    if (isKept) return done;
    await withCommit(
      tx,
      sql`update commands set answer = ${JSON.stringify(done)}::jsonb
        where person_id = ${command.person.id} and key = ${command.key}`,
    );
    return done;
  });
  changed();
  return answer;
}

async function decide(
  tx: Tx,
  command: Command,
  sessionId: string,
  { clock, ...sending }: Pick<Doing, "clock"> & SendingTools,
): Promise<Answer> {
  const now = clock.now();
  const rule = await command.rule(tx, now, sessionId);
  const before = await lockSession(tx, sessionId);
  if (!before) throw new Refused("not-found");
  const decision = rule(before.session);
  if (!decision.accepted) throw new Refused(publicly(decision.refusal));
  const { outgoing, person } = command;
  if (outgoing?.replyTo && !(await isOfSession(tx, outgoing.replyTo, sessionId)))
    throw new Refused("invalid-request", "The message it quotes is not of this session");
  if (command.also) await command.also(tx, sessionId, before.session, now);
  if (outgoing) {
    const { id: messageId, content, sealed, override, replyTo } = outgoing;
    const reviewed = await review(tx, sending, before.session, {
      messageId,
      content,
      author: "executive",
      now,
      override: override && { by: person.id, reason: override },
    });
    if (!reviewed.allowed) throw new Refused("not-safe", undefined, asSafetyReview(reviewed));
    const stored = await store(tx, reviewed.permit, { sealed, authorId: person.id, replyTo });
    if (!stored) throw new Refused("conflict", "A message with this id exists already");
  }
  await appendToSession(
    tx,
    before,
    decision.events,
    { kind: "person", id: person.id, role: person.role },
    outgoing ? [{ kind: "message", sessionId, refId: outgoing.id }] : [],
  );
  return { card: (await cardOf(tx, sessionId)) ?? null };
}

/** She knows the contact: for her there is no such session, and no refusal may say otherwise. */
export const publicly = (refusal: Refusal) => (refusal === "walled" ? "not-found" : refusal);

async function isOfSession(tx: Tx, messageId: string, sessionId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("messages")
    .select("id")
    .where("id", "=", messageId)
    .where("session_id", "=", sessionId)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Claims the key. A concurrent retry waits here for the first attempt to commit, and then finds its answer.
 */
async function firstTime(
  tx: Tx,
  { person, key, name, request }: Pick<Command, "name" | "person" | "key" | "request">,
): Promise<{ answer: object | null }> {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([name, request]))
    .digest("hex");
  const claimed = await tx
    .insertInto("commands")
    .values({ person_id: person.id, key, fingerprint })
    .onConflict((conflict) => conflict.columns(["person_id", "key"]).doNothing())
    .returning("key")
    .executeTakeFirst();
  if (claimed) return { answer: null };
  const earlier = await tx
    .selectFrom("commands")
    .select(["fingerprint", "answer"])
    .where("person_id", "=", person.id)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  if (earlier.fingerprint !== fingerprint) throw new Refused("idempotency-key-reused");
  return { answer: earlier.answer };
}
