import type { Envelope } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { injectTrace } from "@liss/telemetry";
import { Permanent } from "../inbox/failures.ts";
import type { MessagingTables } from "../tables.ts";

/**
 * The largest body that is accepted. Half of NATS' 1 MB: an event carries a text and ids, and media go to the
 * object store, so more than this is a mistake to see where it is made, not in the relay.
 */
export const MAX_BODY_BYTES = 512 * 1024;

/** Rows per INSERT: six parameters each, far from Postgres' 65,535. */
const CHUNK = 1_000;

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
 * Events as rows of the outbox, in the active trace; for whoever writes them with a statement of their own.
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

export async function insertOutgoing<DB extends MessagingTables>(
  tx: Transaction<DB>,
  outgoing: readonly Outgoing[],
): Promise<void> {
  const rows = outgoing.map((row) => ({ ...row, headers: JSON.stringify(row.headers) as never }));
  const outbox = tx as unknown as Transaction<MessagingTables>;
  for (let start = 0; start < rows.length; start += CHUNK) {
    await outbox
      .insertInto("outbox")
      .values(rows.slice(start, start + CHUNK))
      .execute();
  }
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
