import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { verdictText } from "../bundle/words.es-cl.ts";
import { signedRecord } from "../fixtures/signed-record.ts";
import { standInWitness } from "../fixtures/stand-in-witness.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { cosignaturesIn, parseWitnessKey } from "../proof/cosignature.ts";
import { openNote } from "../proof/note.ts";
import { disagreements, showToWitness } from "./witness.ts";

const NAME = "witness.example/w1";
let record: Awaited<ReturnType<typeof signedRecord>>;
let witness: Awaited<ReturnType<typeof standInWitness>>;
beforeEach(async () => {
  record = await signedRecord(4);
  witness = await standInWitness(NAME, [record.signer]);
});
afterEach(async () => {
  await witness.stop();
  await record.stop();
});

const kept = () =>
  record.audit.db
    .selectFrom("cosignatures")
    .innerJoin("checkpoints", "checkpoints.size", "cosignatures.size")
    .select(["cosignatures.size", "line", "witness", "note"])
    .orderBy("cosignatures.size")
    .execute();

test("each newest checkpoint is cosigned with the proof that it continues the last, and what was said is kept", async () => {
  const key = (await parseWitnessKey(witness.vkey))!;
  expect((await showToWitness(record.audit.db, witness)).kind).toBe("cosigned");
  expect(await showToWitness(record.audit.db, witness)).toEqual({ kind: "nothing-new" });
  await record.grow(30);
  expect((await showToWitness(record.audit.db, witness)).kind).toBe("cosigned");
  expect(witness.statuses).toEqual([200, 200]);
  const [first, second] = await kept();
  expect(witness.requests[0]).toMatch(/^old 0\n\n/);
  expect(witness.requests[1]).toMatch(new RegExp(`^old ${first!.size}\n([A-Za-z0-9+/=]{44}\n)+\n`));
  expect(second!.size).toBeGreaterThan(first!.size);
  for (const one of [first!, second!]) {
    const [cosignature] = await cosignaturesIn([one.line], one.note, key);
    expect(cosignature).toMatchObject({ witness: NAME });
    expect(Math.abs(Date.now() - cosignature!.at.getTime())).toBeLessThan(60_000);
    // One signed note with both signatures is still the log's own.
    expect(await openNote(`${one.note}${one.line}\n`, record.signer)).toBeDefined();
    expect(await cosignaturesIn([one.line], one.note.replace(/\n\d+\n/, "\n1\n"), key)).toEqual([]);
  }
});

test("what a witness signed goes along in a bundle, and is verified there without it", async () => {
  await showToWitness(record.audit.db, witness);
  await record.grow(30);
  const { size } = (await showToWitness(record.audit.db, witness)) as { size: number };
  await record.grow(2);
  const path = await record.exported("seen.tar.gz", undefined, [witness.key]);
  await witness.stop();
  const seen = { witness: NAME, checkpoints: 2, newest: { size, at: expect.any(String) } };
  expect(await record.verify(path)).toMatchObject({
    findings: [],
    witnessed: [seen],
    witnessesFrom: "bundle",
  });
  const given = await record.verify(path, { keys: [record.signer], witnesses: [witness.key] });
  expect(given).toMatchObject({ findings: [], witnessed: [seen], witnessesFrom: "given" });
  expect(verdictText(given)).toContain(`Testigo:     ${NAME} firmó 2;`);

  const stranger = await standInWitness("witness.example/other", []);
  await stranger.stop();
  const other = await record.verify(path, { keys: [record.signer], witnesses: [stranger.key] });
  expect(other).toMatchObject({ findings: [], witnessed: [{ checkpoints: 0, newest: null }] });

  await record.tamper("update cosignatures set line = (select line from cosignatures order by size limit 1)");
  const forged = await record.verify(await record.exported("forged.tar.gz", undefined, [witness.key]));
  expect(forged.findings).toEqual([{ kind: "cosignature-forged", size, witness: NAME }]);
});

test("who forgot what the witness saw is told, and shows what lies between", async () => {
  await showToWitness(record.audit.db, witness);
  await record.tamper("delete from cosignatures");
  await record.grow(3);
  expect((await showToWitness(record.audit.db, witness)).kind).toBe("cosigned");
  expect(witness.statuses).toEqual([200, 409, 200]);
});

test("a witness that saw more than there is, or another tree, raises one alert", async () => {
  const alertOf = disagreements(witness, () => new Date());
  witness.seen.set(record.signer.name, { size: 1_000_000, root: new Uint8Array(32) });
  const rolledBack = await showToWitness(record.audit.db, witness);
  expect(rolledBack).toMatchObject({ kind: "disagrees", theirs: 1_000_000 });
  expect(alertOf(rolledBack)?.data).toMatchObject({ code: "witness-disagrees", severity: "critical" });
  expect(alertOf(rolledBack)).toBeUndefined();
  witness.seen.set(record.signer.name, { size: 3, root: new Uint8Array(randomBytes(32)) });
  expect(await showToWitness(record.audit.db, witness)).toMatchObject({ kind: "disagrees", theirs: 3 });
  expect(witness.statuses.at(-1)).toBe(422);
  expect(await kept()).toEqual([]);
});

test("an answer that its key did not sign is not kept, and a witness that does not know us, or is away, is said", async () => {
  const other = await testSigner(NAME);
  await expect(showToWitness(record.audit.db, { url: witness.url, key: other })).rejects.toThrow(
    "without a signature of its key",
  );
  const stranger = await standInWitness(NAME, []);
  await expect(showToWitness(record.audit.db, stranger)).rejects.toThrow("answered 404");
  await stranger.stop();
  await expect(showToWitness(record.audit.db, stranger)).rejects.toThrow();
  expect(await kept()).toEqual([]);
});
