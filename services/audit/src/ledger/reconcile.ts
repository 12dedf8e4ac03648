import { createHash } from "node:crypto";
import { AlertRaised, type Envelope } from "@liss/contracts";
import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
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
  "routing.session-closed",
];

/**
 * Compares, as the record grows, what was accepted with what reached a queue and a person. Every replica does; the alert
 * about one lateness is the same to the byte, so that it is on the record once.
 */
export function watchMessages(db: Database<AuditTables>, limits: Limits) {
  const state = reconciliation(limits);
  let readTo: number | undefined;

  /** Reads what is new. @returns the alerts that are due */
  return async (now: Date): Promise<Envelope[]> => {
    readTo ??= await firstSince(db, new Date(now.getTime() - LOOK_BACK_MS));
    for (;;) {
      const rows = await read(db, readTo);
      for (const row of rows) for (const notice of noticesOf(row)) state.notice(notice);
      readTo = (rows.at(-1)?.index ?? readTo - 1) + 1;
      if (rows.length < STEP) break;
    }
    return state.overdue(now.getTime()).map(alertOf);
  };
}

async function firstSince(db: Database<AuditTables>, since: Date): Promise<number> {
  const { rows } = await sql<{ first: number | null }>`
    select min(index) as first from entries where received_at >= ${since}`.execute(db);
  return rows[0]?.first ?? 0;
}

async function read(db: Database<AuditTables>, from: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select index, type, received_at, session_id, tier, said.messages
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

/** Its id and its time come from what is late, and not from who noticed. */
function alertOf({ code, messageId, sessionId, tier, index, since }: Overdue): Envelope {
  const digest = createHash("sha256").update(`${code}:${messageId}`).digest("hex");
  const id = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  return AlertRaised.create({
    id,
    source: "audit",
    occurredAt: new Date(since).toISOString(),
    actor: { kind: "service", name: "audit" },
    ...(sessionId !== null && { sessionId }),
    data: { code, severity: "critical", detail: { messageId, tier, index } },
  });
}
