import { randomUUID } from "node:crypto";
import { CheckpointPublished, type Envelope } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import type { Bytes } from "../proof/bytes.ts";
import { signCheckpoint } from "../proof/checkpoint.ts";
import {
  append,
  decodeFrontier,
  emptyFrontier,
  encodeNodes,
  type Frontier,
  type Node,
  rootOf,
} from "../proof/frontier.ts";
import type { NoteSigner } from "../proof/note.ts";
import { sha256 } from "./sha256.ts";
import { storeFullTiles } from "./tiles.ts";
import { inTurn } from "./turn.ts";

/** At most so many entries between two checkpoints. Also one full tile of the tree. */
export const BATCH = 256;

/** Half of the second that is promised, so that the promise also holds when the machine is busy. */
export const CHECKPOINT_AFTER_MS = 500;

/**
 * The record of a checkpoint is itself an event that is recorded. If it called for the next checkpoint, an idle
 * ledger would sign for ever; so it waits for the next event of anybody else, and is covered with it.
 */
const quiet = CheckpointPublished.type;

export type Signed = { size: number; note: string };
type Settings = { signer: NoteSigner; now: () => Date };
type Leaf = { index: number; leafHash: Bytes };

/** Where the record ends, and the tree as it was last signed. */
export async function stateOf(tx: Transaction<AuditTables>): Promise<{ next: number; frontier: Frontier }> {
  const { rows } = await sql<{ last: number | null; size: number | null; nodes: Buffer | null }>`
    select (select max(index) from entries) as last, head.size, head.frontier as nodes
    from (select) as nothing
    left join lateral (select size, frontier from checkpoints order by size desc limit 1) head on true`.execute(
    tx,
  );
  const { last = null, size = null, nodes = null } = rows[0] ?? {};
  const next = last === null ? 0 : last + 1;
  const frontier = size === null || nodes === null ? emptyFrontier : decodeFrontier(size, nodes);
  if (frontier.size > next) throw new Error(`the record ends at entry ${next}, before its last checkpoint`);
  return { next, frontier };
}

/** The leaves `from` to `to` (excluded). @throws Error when one is missing */
export async function leavesSince(tx: Transaction<AuditTables>, from: number, to: number): Promise<Leaf[]> {
  if (from === to) return [];
  const rows = await tx
    .selectFrom("entries")
    .select(["index", "leaf_hash"])
    .where("index", ">=", from)
    .where("index", "<", to)
    .orderBy("index")
    .execute();
  return rows.map((row, position) => {
    if (row.index !== from + position) throw new Error(`the record has a hole before entry ${row.index}`);
    return { index: row.index, leafHash: new Uint8Array(row.leaf_hash) };
  });
}

/**
 * Grows the tree by these leaves and signs its head after each batch of them and after the last. Tiles and heads are
 * written together, however many. The caller puts the events into the outbox.
 */
export async function sign(
  tx: Transaction<AuditTables>,
  frontier: Frontier,
  leaves: readonly { leafHash: Bytes }[],
  { signer, now }: Settings,
): Promise<{ frontier: Frontier; signed: Signed[]; events: Envelope[] }> {
  const finished: Node[] = [];
  const heads: { size: number; note: string; root: Buffer; frontier: Buffer }[] = [];
  let grown = frontier;
  for (let start = 0; start < leaves.length; start += BATCH) {
    for (const { leafHash } of leaves.slice(start, start + BATCH)) {
      grown = append(sha256, grown, leafHash, (node) => finished.push(node));
    }
    const { size } = grown;
    const root = rootOf(sha256, grown);
    const note = await signCheckpoint({ origin: signer.name, size, root }, signer);
    heads.push({ size, note, root: Buffer.from(root), frontier: Buffer.from(encodeNodes(grown)) });
  }
  await storeFullTiles(tx, finished, { first: frontier.size, leaves });
  const signed_at = now();
  if (heads.length > 0) {
    await tx
      .insertInto("checkpoints")
      .values(heads.map((head) => ({ ...head, signed_at })))
      .execute();
  }
  const signed = heads.map(({ size, note }) => ({ size, note }));
  return { frontier: grown, signed, events: signed.map((one) => published(one, signed_at)) };
}

function published(data: Signed, at: Date): Envelope {
  return CheckpointPublished.create({
    id: randomUUID(),
    source: "audit",
    occurredAt: at.toISOString(),
    actor: { kind: "service", name: "audit" },
    data,
  });
}

/**
 * Signs what waits, when it is due: half a second after the first of the entries since the last checkpoint arrived.
 * Full batches are signed as they are written and do not wait for this.
 * @returns the new checkpoint; undefined when none is due
 */
export async function signWhenDue(
  db: Database<AuditTables>,
  settings: Settings,
): Promise<Signed | undefined> {
  if (!(await isDue(db, settings.now()))) return undefined; // idle, this is all that happens, without the lock
  return inTurn(db, async (tx) => {
    const { next, frontier } = await stateOf(tx);
    if (next === frontier.size) return undefined; // another replica was faster
    const leaves = await leavesSince(tx, frontier.size, Math.min(next, frontier.size + BATCH));
    const { signed, events } = await sign(tx, frontier, leaves, settings);
    await appendEvents(tx, events);
    return signed.at(-1);
  });
}

async function isDue(db: Database<AuditTables>, now: Date): Promise<boolean> {
  const { rows } = await sql<{ first: Date | null }>`
    select received_at as first from entries
    where index >= coalesce((select max(size) from checkpoints), 0) and type is distinct from ${quiet}
    order by index limit 1`.execute(db);
  const first = rows[0]?.first;
  if (!first) return false;
  const age = now.getTime() - first.getTime();
  // A clock that went back must not put the signature off until it has caught up with itself.
  return age < 0 || age >= CHECKPOINT_AFTER_MS;
}
