import { randomUUID } from "node:crypto";
import { CheckpointPublished } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { AuditTables } from "../database/tables.ts";
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
import { BATCH } from "./sequence.ts";
import { sha256 } from "./sha256.ts";
import { storeFullTiles } from "./tiles.ts";
import { inTurn } from "./turn.ts";

/** Half of the second that is promised, so that the promise also holds when the machine is busy. */
export const CHECKPOINT_AFTER_MS = 500;

/**
 * The record of a checkpoint is itself an event that is recorded. If it called for the next checkpoint, an idle
 * ledger would sign for ever; so it waits for the next event of anybody else, and is covered with it.
 */
const quiet = CheckpointPublished.type;

export type Signed = { size: number; note: string };

/**
 * Grows the tree by the entries since the last checkpoint, signs its head and publishes it, when it is due: 256
 * entries, or half a second since the first of them arrived.
 * @returns the new checkpoint; undefined when none is due or another replica is at it
 */
export function signWhenDue(
  db: Database<AuditTables>,
  { signer, now }: { signer: NoteSigner; now: () => Date },
): Promise<Signed | undefined> {
  return inTurn(db, async (tx) => {
    const frontier = await lastFrontier(tx);
    const leaves = await tx
      .selectFrom("entries")
      .select(["index", "leaf_hash", "type", "received_at"])
      .where("index", ">=", frontier.size)
      .orderBy("index")
      .limit(BATCH)
      .execute();
    if (!isDue(leaves, now())) return undefined;

    const finished: Node[] = [];
    const grown = leaves.reduce((tree, leaf) => {
      if (leaf.index !== tree.size) throw new Error(`the record has a hole before entry ${leaf.index}`);
      return append(sha256, tree, new Uint8Array(leaf.leaf_hash), (node) => finished.push(node));
    }, frontier);
    await storeFullTiles(tx, finished);

    const root = rootOf(sha256, grown);
    const note = await signCheckpoint({ origin: signer.name, size: grown.size, root }, signer);
    await tx
      .insertInto("checkpoints")
      .values({
        size: grown.size,
        root: Buffer.from(root),
        frontier: Buffer.from(encodeNodes(grown)),
        note,
        signed_at: now(),
      })
      .execute();
    await appendEvents(tx, [
      CheckpointPublished.create({
        id: randomUUID(),
        source: "audit",
        occurredAt: now().toISOString(),
        actor: { kind: "service", name: "audit" },
        data: { size: grown.size, note },
      }),
    ]);
    return { size: grown.size, note };
  });
}

function isDue(leaves: readonly { type: string | null; received_at: Date }[], now: Date): boolean {
  if (leaves.length >= BATCH) return true;
  const [first] = leaves.filter((leaf) => leaf.type !== quiet);
  if (first === undefined) return false;
  const age = now.getTime() - first.received_at.getTime();
  // A clock that went back must not put the signature off until it has caught up with itself.
  return age < 0 || age >= CHECKPOINT_AFTER_MS;
}

async function lastFrontier(tx: Transaction<AuditTables>): Promise<Frontier> {
  const last = await tx
    .selectFrom("checkpoints")
    .select(["size", "frontier"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return last ? decodeFrontier(last.size, last.frontier) : emptyFrontier;
}
