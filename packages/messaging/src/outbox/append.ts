import type { Envelope } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { injectTrace } from "@liss/telemetry";
import { sql } from "kysely";
import { Permanent } from "../inbox/failures.ts";
import type { MessagingTables } from "../tables.ts";

/**
 * The largest body that is accepted. Half of NATS' 1 MB: an event carries a text and ids, and media go to the
 * object store, so more than this is a mistake to see where it is made, not in the relay.
 */
export const MAX_BODY_BYTES = 512 * 1024;

/**
 * Puts events into the outbox inside the caller's transaction: they are published if it commits, and never
 * otherwise. The bytes are fixed here; nobody serialises the event again. After the commit, `relay.wake()` makes
 * it a matter of milliseconds; without it the relay finds them at its next look.
 * @throws Permanent when an event is larger than `MAX_BODY_BYTES`.
 */
export async function appendEvents<DB extends MessagingTables>(
  tx: Transaction<DB>,
  events: readonly Envelope[],
): Promise<void> {
  await insertOutgoing(tx, outgoing(events));
}

/** An event on its way into the outbox: its bytes and the trace in which it was made are fixed. */
export type Outgoing = { event_id: string; subject: string; body: Buffer; headers: Record<string, string> };

/**
 * Events as rows of the outbox, in the active trace; for whoever writes them together with others, or with a statement
 * of their own (`outgoingRows`).
 * @throws Permanent when an event is larger than `MAX_BODY_BYTES`.
 */
export function outgoing(events: readonly Envelope[]): Outgoing[] {
  if (events.length === 0) return [];
  const headers = injectTrace();
  return events.map((event) => ({
    event_id: event.id,
    subject: `${event.type}.v${event.version}`,
    body: bytesOf(event),
    headers,
  }));
}

/** Puts rows into the outbox, with one statement however many they are. */
export async function insertOutgoing<DB extends MessagingTables>(
  tx: Transaction<DB>,
  outgoing: readonly Outgoing[],
): Promise<void> {
  if (outgoing.length === 0) return;
  await sql`insert into outbox (event_id, subject, body, headers) select * from ${outgoingRows(outgoing)}`.execute(
    tx,
  );
}

/** Rows of the outbox as a list in SQL. Its text is the same however many they are, so that it is prepared once. */
export function outgoingRows(outgoing: readonly Outgoing[]) {
  return sql`unnest(
    ${outgoing.map((row) => row.event_id)}::uuid[], ${outgoing.map((row) => row.subject)}::text[],
    ${outgoing.map((row) => row.body)}::bytea[], ${outgoing.map((row) => JSON.stringify(row.headers))}::jsonb[])`;
}

function bytesOf(event: Envelope): Buffer {
  const bytes = Buffer.from(JSON.stringify(event), "utf8");
  if (bytes.byteLength > MAX_BODY_BYTES) {
    throw new Permanent(
      `event ${event.id} (${event.type}) has ${bytes.byteLength} bytes; at most ${MAX_BODY_BYTES}`,
    );
  }
  return bytes;
}
