import { randomUUID } from "node:crypto";
import { catalogue, type Envelope, MessageReceived } from "@liss/contracts";
import { sql } from "kysely";
import {
  type Handler,
  type HandlerContext,
  type Logger,
  type MessagingTables,
  messagingMigrations,
  on,
} from "../index.ts";

/** What a handler of these tests does: it leaves a mark. Without a key, so that a second effect is seen as one. */
export type Tables = MessagingTables & { effects: { event_id: string; nth: number; at?: Date } };
export type Context = HandlerContext<Tables>;
export type Received = Parameters<Extract<Handler<Tables>, { kind: "event" }>["handle"]>[0];

const effects = {
  "2026-11-24-effects": {
    up: async (db: Parameters<(typeof messagingMigrations)[string]["up"]>[0]) => {
      await sql`create table effects (event_id uuid not null, nth integer not null,
        at timestamptz not null default clock_timestamp())`.execute(db);
    },
  },
};
export const migrations = { ...messagingMigrations, ...effects };

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
export const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The nth message of a test; n travels in a field that nobody looks at. */
export function messageReceived(nth: number): Envelope {
  const at = new Date(1_795_000_000_000 + nth).toISOString();
  return MessageReceived.create({
    id: randomUUID(),
    source: "gateway",
    occurredAt: at,
    actor: { kind: "contact" },
    data: {
      messageId: randomUUID(),
      kind: "text",
      sentAt: at,
      receivedAt: at,
      content: { keyId: randomUUID(), box: Buffer.from("sealed").toString("base64") },
    },
  });
}
export const nthOf = (event: Received) => Date.parse(event.occurredAt) - 1_795_000_000_000;

/** These tests stand in triage's place and are about one event; with the others that it consumes nothing happens. */
export const untouched: readonly Handler<Tables>[] = catalogue
  .filter((contract) => contract.consumers.includes("triage") && contract !== MessageReceived)
  .map((contract) => on(contract, async () => {}));

export async function mark(event: Received, { tx }: Context): Promise<void> {
  await tx
    .insertInto("effects")
    .values({ event_id: event.id, nth: nthOf(event) })
    .execute();
}
