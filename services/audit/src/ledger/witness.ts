import { randomUUID } from "node:crypto";
import { AlertRaised, type Envelope } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { AuditTables } from "../database/tables.ts";
import { toBase64 } from "../proof/bytes.ts";
import { type Cosignature, cosignaturesIn, parseWitnessKey } from "../proof/cosignature.ts";
import type { VerifierKey } from "../proof/note.ts";
import { consistencyPath } from "../proof/path.ts";
import type { Signed } from "./checkpoint.ts";
import { proveAll } from "./tiles.ts";

/** Somebody else's service that remembers the largest tree it saw of us: `url` is its submission prefix. */
export type Witness = { url: string; key: VerifierKey };

/** @throws Error in one sentence when the text is no key of a witness */
export async function witnessKey(text: string): Promise<VerifierKey> {
  const key = await parseWitnessKey(text);
  if (!key) throw new Error("LISS_WITNESS_KEY is not a verifier key of cosignatures (type 0x04)");
  return key;
}

/** What came of showing it our newest checkpoint. */
export type Witnessed =
  | { kind: "nothing-new" }
  | { kind: "cosigned"; size: number }
  /** It knows a tree that ours does not continue: ours was rolled back or rewritten, or its memory is wrong. */
  | { kind: "disagrees"; ours: number; theirs: number };

const ANSWER_MS = 10_000;
/** A few signature lines; a witness that sends more is none. */
const MOST_ANSWER = 64 * 1024;

/**
 * Shows the newest checkpoint to the witness, with the proof that it continues the one that the witness saw last, and keeps
 * its cosignature. Source: https://c2sp.org/tlog-witness.
 * @throws Error when the witness is away, does not know this log, or answers with something else
 */
export async function showToWitness(db: Database<AuditTables>, witness: Witness): Promise<Witnessed> {
  const head = await newest(db);
  if (!head) return { kind: "nothing-new" };
  const seen = await lastSeenBy(db, witness);
  if (seen >= head.size) return { kind: "nothing-new" };
  const first = await submit(db, witness, head, seen);
  if (first.status !== 409) return settle(db, witness, head, first);
  // It saw another one meanwhile: of another replica, or before our database was restored.
  const theirs = /^(0|[1-9]\d*)\n$/.test(first.body) ? Number(first.body) : seen;
  const now = (await newest(db)) ?? head;
  if (theirs === seen || theirs > now.size) return { kind: "disagrees", ours: now.size, theirs };
  return settle(db, witness, now, await submit(db, witness, now, theirs), theirs);
}

type Answer = { status: number; body: string };

async function submit(
  db: Database<AuditTables>,
  { url }: Witness,
  { size, note }: Signed,
  from: number,
): Promise<Answer> {
  const [proof = []] = await proveAll(db, [consistencyPath(from, size)]);
  const response = await fetch(`${url.replace(/\/$/, "")}/add-checkpoint`, {
    method: "POST",
    body: [`old ${from}`, ...proof.map(toBase64), "", note].join("\n"),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  const body = await response.text();
  return { status: response.status, body: body.slice(0, MOST_ANSWER) };
}

async function settle(
  db: Database<AuditTables>,
  { key }: Witness,
  head: Signed,
  { status, body }: Answer,
  theirs = 0,
): Promise<Witnessed> {
  if (status === 422 || status === 409) return { kind: "disagrees", ours: head.size, theirs };
  if (status !== 200) throw new Error(`the witness ${key.name} answered ${status}`);
  const [cosignature] = await cosignaturesIn(body.split("\n").filter(Boolean), head.note, key);
  if (!cosignature) throw new Error(`the witness ${key.name} answered without a signature of its key`);
  await keep(db, head.size, cosignature);
  return { kind: "cosigned", size: head.size };
}

async function keep(
  db: Database<AuditTables>,
  size: number,
  { line, witness, at }: Cosignature,
): Promise<void> {
  await db
    .insertInto("cosignatures")
    .values({ size, witness, line, at })
    .onConflict((conflict) => conflict.columns(["size", "witness"]).doNothing())
    .execute();
}

function newest(db: Database<AuditTables>): Promise<Signed | undefined> {
  return db
    .selectFrom("checkpoints")
    .select(["size", "note"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function lastSeenBy(db: Database<AuditTables>, { key }: Witness): Promise<number> {
  const row = await db
    .selectFrom("cosignatures")
    .select((eb) => eb.fn.max("size").as("size"))
    .where("witness", "=", key.name)
    .executeTakeFirst();
  return row?.size ?? 0;
}

/** The alert that a disagreement raises, once for each tree that the witness holds against ours. */
export function disagreements(witness: Witness, now: () => Date) {
  const told = new Set<number>();
  return (outcome: Witnessed): Envelope | undefined => {
    if (outcome.kind !== "disagrees" || told.has(outcome.theirs)) return undefined;
    told.add(outcome.theirs);
    return AlertRaised.create({
      id: randomUUID(),
      source: "audit",
      occurredAt: now().toISOString(),
      actor: { kind: "service", name: "audit" },
      data: {
        code: "witness-disagrees",
        severity: "critical",
        detail: { witness: witness.key.name, ours: outcome.ours, theirs: outcome.theirs },
      },
    });
  };
}
