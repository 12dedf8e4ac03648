import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";
import { headFor, proveAll } from "../ledger/tiles.ts";
import { toHex } from "../proof/bytes.ts";
import { consistencyPath, inclusionPath } from "../proof/path.ts";
import { Refused } from "./problems.ts";
import type { Consistency, Inclusion, SessionInclusion, SignedCheckpoint } from "./schema.ts";

export async function latestCheckpoint(db: Database<AuditTables>): Promise<SignedCheckpoint> {
  const latest = await db
    .selectFrom("checkpoints")
    .select(["size", "note"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!latest) throw new Refused("not-yet-signed");
  return latest;
}

/** @throws Refused not-found, or not-yet-signed when the entry is newer than the latest checkpoint */
export async function proveInclusion(db: Database<AuditTables>, index: number): Promise<Inclusion> {
  const checkpoint = await headFor(db, index);
  if (!checkpoint) throw new Refused("not-yet-signed");
  if (index >= checkpoint.size) {
    const entry = await db
      .selectFrom("entries")
      .select("index")
      .where("index", "=", index)
      .executeTakeFirst();
    throw new Refused(entry ? "not-yet-signed" : "not-found");
  }
  const [proof = []] = await proveAll(db, [inclusionPath(index, checkpoint.size)]);
  return { index, proof: proof.map(toHex), checkpoint };
}

export async function proveSession(
  db: Database<AuditTables>,
  indexes: readonly number[],
): Promise<SessionInclusion> {
  const checkpoint = await latestCheckpoint(db);
  const covered = indexes.filter((index) => index < checkpoint.size);
  const proofs = await proveAll(
    db,
    covered.map((index) => inclusionPath(index, checkpoint.size)),
  );
  return {
    checkpoint,
    proofs: covered.map((index, position) => ({ index, proof: (proofs[position] ?? []).map(toHex) })),
    notYetSigned: indexes.filter((index) => index >= checkpoint.size),
  };
}

/** @throws Refused not-found when there is no tree of that size yet */
export async function proveConsistency(
  db: Database<AuditTables>,
  from: number,
  to: number,
): Promise<Consistency> {
  const { size } = await latestCheckpoint(db);
  if (from > to || to > size) throw new Refused("not-found");
  const [proof = []] = await proveAll(db, [consistencyPath(from, to)]);
  return { from, to, proof: proof.map(toHex) };
}
