import { randomUUID } from "node:crypto";
import { AlertRaised, type Envelope } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import { tierSaid } from "../database/tier-said.ts";
import { isTier, type Limits, type Notice, type Overdue, reconciliation } from "../report/live.ts";

/** How far back a start looks: an older message that nobody has seen is in the report, and was announced before. */
const LOOK_BACK_MS = 2 * 86_400_000;
const STEP = 5_000;

type Row = {
  index: number;
  type: string;
  received_at: Date;
  session_id: string | null;
  tier: string | null;
  messages: string[] | null;
};

const followed = [
  "channel.message-received",
  "routing.message-recorded",
  "routing.messages-seen",
  "routing.tier-raised",
  "routing.tier-settled",
  "routing.risk-set",
  "routing.session-closed",
];

/**
 * Compares, as the record grows, what was accepted with what reached a queue and a person. Every replica does.
 */
export function watchMessages(db: Database<AuditTables>, limits: Limits) {
  const state = reconciliation(limits);
  let readTo: number | undefined;

  /** Reads what is new. @returns what has become late since the last time */
  return async (now: Date): Promise<Overdue[]> => {
    readTo ??= await firstSince(db, new Date(now.getTime() - LOOK_BACK_MS));
    for (;;) {
      const rows = await read(db, readTo);
      for (const row of rows) for (const notice of noticesOf(row)) state.notice(notice);
      readTo = (rows.at(-1)?.index ?? readTo - 1) + 1;
      if (rows.length < STEP) break;
    }
    return state.overdue(now.getTime());
  };
}

async function firstSince(db: Database<AuditTables>, since: Date): Promise<number> {
  const { rows } = await sql<{ first: number | null }>`
    select min(index) as first from entries where received_at >= ${since}`.execute(db);
  return rows[0]?.first ?? 0;
}

async function read(db: Database<AuditTables>, from: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select index, type, received_at, session_id, ${tierSaid} as tier, said.messages
    from entries
    left join lateral (
      select array_agg(message_id::text) as messages from mentions where entry_index = entries.index
    ) said on type not like 'routing.tier-%'
    where index >= ${from} and type = any(${followed})
    order by index limit ${STEP}`.execute(db);
  return rows;
}

function noticesOf(row: Row): Notice[] {
  const { type, session_id: sessionId, tier, received_at, index } = row;
  const messages = row.messages ?? [];
  switch (type) {
    case "channel.message-received":
      return messages.map((messageId) => ({ kind: "accepted", messageId, at: received_at.getTime(), index }));
    case "routing.message-recorded":
      return messages.map((messageId) => ({ kind: "queued", messageId, sessionId }));
    case "routing.messages-seen":
      return messages.map((messageId) => ({ kind: "seen", messageId }));
    case "routing.session-closed":
      return sessionId === null ? [] : [{ kind: "closed", sessionId }];
    default:
      return sessionId !== null && isTier(tier) ? [{ kind: "tier", sessionId, to: tier }] : [];
  }
}

/**
 * Puts alerts about late messages into the outbox: one for all of a kind and a tier, since when many are late at once
 * nobody reads many alerts, and whoever is behind must not be buried in them. Each message is told of once.
 * @returns how many alerts
 */
export async function announceLate(
  db: Database<AuditTables>,
  late: readonly Overdue[],
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const known = await tx
      .insertInto("announced")
      .values(late.map(({ code, messageId }) => ({ code, message_id: messageId })))
      .onConflict((conflict) => conflict.doNothing())
      .returning(["code", "message_id"])
      .execute();
    const fresh = new Set(known.map(({ code, message_id }) => code + message_id));
    const groups = Map.groupBy(
      late.filter(({ code, messageId }) => fresh.has(code + messageId)),
      ({ code, tier }) => `${code} ${tier}`,
    );
    await appendEvents(
      tx,
      [...groups.values()].flatMap((group) => alertOf(group, now)),
    );
    return groups.size;
  });
}

function alertOf(group: readonly Overdue[], now: Date): Envelope[] {
  const [oldest] = group.toSorted((a, b) => a.since - b.since);
  if (!oldest) return [];
  const { code, tier, messageId, sessionId, index, since } = oldest;
  return [
    AlertRaised.create({
      id: randomUUID(),
      source: "audit",
      occurredAt: now.toISOString(),
      actor: { kind: "service", name: "audit" },
      ...(sessionId !== null && { sessionId }),
      data: {
        code,
        severity: "critical",
        detail: {
          tier,
          messages: group.length,
          oldest: messageId,
          index,
          since: new Date(since).toISOString(),
        },
      },
    }),
  ];
}
