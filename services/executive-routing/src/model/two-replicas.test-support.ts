import { randomBytes } from "node:crypto";
import {
  Assessed,
  type AssessedTier,
  contactScope,
  type Envelope,
  MessageReceived,
  messageContext,
  ReplyProposed,
} from "@liss/contracts";
import { type Database, isContended, isUnavailable, migrate, openDatabase } from "@liss/database";
import { appendEvents, Conflict, type Handler } from "@liss/messaging";
import { loadSafety } from "@liss/safety";
import { freshDatabase } from "@liss/testing";
import { openVault, type Vault, type VaultTables, vaultMigrations } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import { onAssessed } from "../arrivals/assessed.ts";
import type { Handling } from "../arrivals/handling.ts";
import { onMessageReceived } from "../arrivals/message-received.ts";
import { onReplyProposed } from "../arrivals/robot.ts";
import { migrations } from "../database/migrations/index.ts";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionCard } from "../desk/api.ts";
import { claiming, receiving, takeNext } from "../desk/claiming.ts";
import { type Command, type DeskPerson, perform } from "../desk/commands.ts";
import { Refused } from "../desk/problems.ts";
import type { Rule } from "../session/decision.ts";
import { assign, transfer } from "../session/transfer.ts";

/** One process of the service, as far as its commands and arrivals go: its own connections, its own clock. */
export type Replica = { db: Database<RoutingTables> } & Handling;

export const staff = (id: string, role: DeskPerson["role"] = "executive"): DeskPerson => ({
  id,
  name: `${id} Ficticia`,
  role,
});

/**
 * Two replicas over one real Postgres, their clocks seconds apart, without the web and the broker around them: what
 * decides is the same code, and thousands of lives fit in a minute.
 */
export async function twoReplicas() {
  const [place, keys] = await Promise.all([freshDatabase(), freshDatabase()]);
  const vaultDb = openDatabase<VaultTables>({ url: keys.url, name: "model vault" });
  await migrate<VaultTables>(vaultDb, vaultMigrations);
  const vault: Vault = openVault({ db: vaultDb, keyEncryptionKey: randomBytes(32) });
  let time = Date.parse("2026-11-23T21:00:00.000Z");
  const safety = loadSafety();
  const replica = (name: string, skewMs: number): Replica => ({
    db: openDatabase<RoutingTables>({ url: place.url, name, poolSize: 16 }),
    clock: { now: () => new Date(time + skewMs).toISOString() },
    vault,
    isHoliday: () => false,
    safety,
  });
  const replicas = [replica("first", 0), replica("second", 4_000)] as const;
  await migrate<RoutingTables>(replicas[0].db, migrations);

  const receive = (
    { db }: Replica,
    handler: Handler<RoutingTables>,
    event: Parameters<Extract<Handler<RoutingTables>, { kind: "event" }>["handle"]>[0],
  ) =>
    db.transaction().execute(async (tx) => {
      if (handler.kind !== "event") return;
      const told: Envelope[] = [];
      const emit = (...events: Envelope[]) => void told.push(...events);
      await handler.handle(event, { tx, emit, deliveries: 1 });
      await appendEvents(tx, told);
    });

  const facts = (contactId: string, sessionId: string, now: string) => ({
    id: uuidv7(),
    occurredAt: now,
    contactId,
    sessionId,
  });

  return {
    replicas,
    advance: (ms: number) => {
      time += ms;
    },
    writes: async (at: Replica, contactId: string, sessionId: string): Promise<string> => {
      const messageId = uuidv7();
      const now = at.clock.now();
      const content = { keyId: uuidv7(), box: "AAAA" };
      const event = MessageReceived.create({
        ...facts(contactId, sessionId, now),
        source: "gateway",
        actor: { kind: "contact" },
        data: { messageId, kind: "text", sentAt: now, receivedAt: now, content },
      });
      await receive(at, onMessageReceived(at), event);
      // Somebody has it on the screen: what is tested here is not reading.
      await at.db.updateTable("messages").set({ seen_at: now }).where("id", "=", messageId).execute();
      return messageId;
    },
    assesses: (at: Replica, contactId: string, sessionId: string, messageId: string, tier: AssessedTier) =>
      receive(
        at,
        onAssessed(at),
        Assessed.create({
          ...facts(contactId, sessionId, at.clock.now()),
          source: "triage",
          actor: { kind: "service", name: "triage" },
          data: {
            messageId,
            tier,
            indicators: [],
            medicalReferral: false,
            needsListening: false,
            ruleVersion: "model",
          },
        }),
      ),
    proposes: async (
      at: Replica,
      contactId: string,
      sessionId: string,
      delegationId: string,
      topic: string,
    ) => {
      const messageId = uuidv7();
      const plain = JSON.stringify({ kind: "text", text: "Hola" });
      const content = await vault.seal(contactScope(contactId), messageContext(messageId), plain);
      await receive(
        at,
        onReplyProposed(at),
        ReplyProposed.create({
          ...facts(contactId, sessionId, at.clock.now()),
          source: "bot",
          actor: { kind: "robot" },
          data: { messageId, delegationId, kind: "text", content, topic, contentVersion: "model" },
        }),
      );
      return messageId;
    },
    /** Everything but people and policy is as on the first day. */
    wipe: async () => {
      await replicas[0].db.pool.query(
        `delete from session_events; delete from messages; delete from notes; delete from sessions; delete from notices;
         delete from contacts; delete from assessments; delete from commands; delete from outbox;
         delete from care; delete from alerts; delete from presence; delete from desk_feed`,
      );
    },
    stop: async () => {
      for (const { db } of replicas) await db.destroy();
      vault.close();
      await vaultDb.destroy();
      await Promise.all([place.drop(), keys.drop()]);
    },
  };
}

export type TwoReplicas = Awaited<ReturnType<typeof twoReplicas>>;

/** What a command came to: its answer, or the code of the refusal. */
export type Outcome =
  | { ok: true; answer: { card: Pick<SessionCard, "id"> | null } }
  | { ok: false; code: string };

type Asked = Omit<Command, "key" | "request"> | { name: string; person: DeskPerson; picks: true };

/**
 * A command on a replica, as the desk's routes give it and the console repeats it: under the same key, when the
 * database had no room or two got in each other's way.
 */
export async function does(at: Replica, command: Asked & { key?: string }): Promise<Outcome> {
  const key = command.key ?? uuidv7();
  const doing = { ...at, changed: () => {} };
  const once = async () => {
    if (!("picks" in command)) return perform(doing, { request: command.name, ...command, key });
    const { sessionId } = await takeNext(doing, { request: command.name, ...command, key }, true);
    return { card: sessionId === null ? null : { id: sessionId } };
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { ok: true, answer: await once() };
    } catch (error) {
      if (error instanceof Refused) return { ok: false, code: error.code };
      const again = error instanceof Conflict || isContended(error) || isUnavailable(error);
      if (!again || attempt === 20) throw error;
    }
  }
}

export const commands = {
  next: (person: DeskPerson) => ({ name: "take next", person, picks: true as const }),
  claim: (person: DeskPerson, sessionId: string) => ({
    name: "claim",
    person,
    session: async () => sessionId,
    rule: claiming(person, true),
  }),
  transfer: (person: DeskPerson, sessionId: string, to: string) => ({
    name: "transfer",
    person,
    session: async () => sessionId,
    rule: ((tx, now, id) =>
      receiving(to, (executive, weight) => transfer({ by: person.id, to: executive, weight, now }))(
        tx,
        now,
        id,
      )) satisfies Command["rule"],
  }),
  assign: (person: DeskPerson, sessionId: string, to: string) => ({
    name: "assign",
    person,
    session: async () => sessionId,
    rule: ((tx, now, id) =>
      receiving(to, (executive, weight) => assign({ to: executive, weight, now }))(
        tx,
        now,
        id,
      )) satisfies Command["rule"],
  }),
  rule: (person: DeskPerson, sessionId: string, name: string, rule: (now: string) => Rule) => ({
    name,
    person,
    session: async () => sessionId,
    rule: ((_tx, now) => rule(now)) satisfies Command["rule"],
  }),
};
