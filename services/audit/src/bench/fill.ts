import { randomUUID } from "node:crypto";
import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";
import { arrivalOf } from "../fixtures/events.ts";
import { BATCH, sign, stateOf } from "../ledger/checkpoint.ts";
import { type Arrived, arrivedAs, sealEntry, toBePlaced } from "../ledger/entry.ts";
import { store } from "../ledger/store.ts";
import { inTurn } from "../ledger/turn.ts";
import type { NoteSigner } from "../proof/note.ts";
import { sessions } from "./events.ts";

type Settings = { signer: NoteSigner; now: () => Date };

/** So many batches in one transaction: only the filling is in a hurry; every batch is signed as in the service. */
const BATCHES = 16;

/** Puts arrivals on the record up to `size` entries, as the service would but without looking for doubles. */
export async function fill(
  db: Database<AuditTables>,
  settings: Settings,
  arrivals: Generator<Arrived>,
  size: number,
): Promise<void> {
  for (let done = false; !done; ) {
    done = await inTurn(db, async (tx) => {
      let { next, frontier } = await stateOf(tx);
      for (let batch = 0; batch < BATCHES && next < size; batch += 1) {
        const sealed = Array.from({ length: Math.min(BATCH, size - next) }, () => arrivals.next())
          .flatMap(({ value, done: over }) => (over ? [] : [value]))
          .map((arrived, nth) => sealEntry(arrived, next + nth, null));
        if (sealed.length === 0) return true;
        await store(tx, sealed);
        next += sealed.length;
        ({ frontier } = await sign(tx, frontier, sealed, settings));
      }
      return next >= size;
    });
  }
}

/** Real sessions of a month, in the order of their time. */
export function* monthOf(count: number, from: Date): Generator<Arrived> {
  for (const events of sessions(count, from, 30 * 86_400_000)) {
    for (const event of events) yield arrivedAs(arrivalOf(event, {}, new Date(event.occurredAt)));
  }
}

/** The same few hundred sessions over and over, each event under an id of its own: quick to make, of true size. */
export function* manyEvents(): Generator<Arrived> {
  const drafts = [...monthOf(300, new Date())];
  for (let sequence = 1; ; sequence += 1) {
    const one = drafts[sequence % drafts.length];
    if (one) yield toBePlaced({ ...one.draft, eventId: randomUUID(), streamSequence: sequence });
  }
}
