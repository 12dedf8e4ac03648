import { existsSync } from "node:fs";
import { symlink, unlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signedRecord } from "../fixtures/signed-record.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { catchUp, openCheckpointFile, readCheckpointFile } from "./checkpoint-file.ts";

let record: Awaited<ReturnType<typeof signedRecord>>;
beforeEach(async () => {
  record = await signedRecord(4);
});
afterEach(() => record.stop());

const entries = () =>
  record.audit.db.selectFrom("entries").select(["index", "received_at"]).orderBy("index").execute();

test("a clock that goes back an hour puts nothing out of its place, and all is signed and proven", async () => {
  const before = (await entries()).length;
  record.clock.advance(-3_600_000);
  await record.grow(4);
  const kept = await entries();
  expect(kept[before]?.received_at.getTime()).toBeLessThan(kept[before - 1]?.received_at.getTime() ?? 0);
  expect(kept.map(({ index }) => index)).toEqual(kept.map((_, nth) => nth));
  expect((await record.fsck()).findings).toEqual([]);
  const verdict = await record.verify(await record.exported("back.tar.gz"));
  expect(verdict).toMatchObject({ findings: [], proven: { from: 0, to: kept.length } });
});

test("a log that goes on under another key is one log: both keys prove it, and either alone only what it signed", async () => {
  const former = (await entries()).length;
  const next = await testSigner();
  await record.grow(4, next);
  const all = (await entries()).length;
  const path = await record.exported("rotated.tar.gz");
  expect((await record.fsck([next, record.signer])).findings).toEqual([]);
  expect(await record.verify(path, { keys: [next, record.signer] })).toMatchObject({
    findings: [],
    proven: { to: all },
  });
  const onlyNext = await record.verify(path, { keys: [next] });
  expect(onlyNext.findings).toContainEqual({ kind: "checkpoint-forged", size: former });
  const onlyFormer = await record.verify(path, { keys: [record.signer] });
  expect(onlyFormer.findings).toContainEqual({ kind: "checkpoint-forged", size: all });
  expect(onlyFormer.proven.to).toBe(former);
});

// The device that is always full is Linux's.
test.runIf(existsSync("/dev/full"))(
  "a full disk under the file of checkpoints loses none: with room again it has every one",
  async () => {
    const path = join(record.folder, "elsewhere.jsonl");
    await symlink("/dev/full", path);
    const file = await openCheckpointFile(path);
    await expect(catchUp(record.audit.db, file)).rejects.toMatchObject({ code: "ENOSPC" });
    expect(file.last()).toBeUndefined();
    await unlink(path);
    await record.grow(2);
    await catchUp(record.audit.db, file);
    const published: number[] = [];
    for await (const { size } of readCheckpointFile(path)) published.push(size);
    const sizes = await record.audit.db.selectFrom("checkpoints").select("size").orderBy("size").execute();
    expect(published).toEqual(sizes.map(({ size }) => size));
  },
);
