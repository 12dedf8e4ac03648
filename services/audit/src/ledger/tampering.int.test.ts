import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verdictText } from "../bundle/words.es-cl.ts";
import { signedRecord } from "../fixtures/signed-record.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { signCheckpoint } from "../proof/checkpoint.ts";
import { encodeVerifierKey } from "../proof/note.ts";

let record: Awaited<ReturnType<typeof signedRecord>>;
beforeEach(async () => {
  record = await signedRecord();
});
afterEach(() => record.stop());

/** Both, since both must find it: what is kept, and what is handed over. */
async function judged() {
  const { findings } = await record.fsck();
  const verdict = await record.verify(await record.exported("bundle.tar.gz"));
  return { fsck: findings, bundle: verdict.findings, verdict };
}
const leafOf = (bytes: string) => `sha256('\\x00'::bytea || ${bytes})`;

test("an untouched record is proven from the first entry to the last", async () => {
  const { fsck, bundle, verdict } = await judged();
  expect(fsck).toEqual([]);
  expect(bundle).toEqual([]);
  expect(verdict.proven).toMatchObject({ from: 0, to: verdict.manifest.end });
  expect(verdict.manifest.end).toBeGreaterThan(600);
  expect(verdict.report.messages.accepted).toBe(60);
  expect(verdict.report.gaps).toEqual([]);
});

test("a stretch is proven by itself, from the checkpoint before it", async () => {
  await record.grow(20);
  const path = await record.exported("part.tar.gz", { first: 256, end: 512 });
  const verdict = await record.verify(path);
  expect(verdict).toMatchObject({ findings: [], proven: { from: 256, to: 512, checkpoints: 2 } });
});

describe("what a superuser does is found, with its place", () => {
  test("a byte in an entry", async () => {
    await record.tamper(
      "update entries set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) where index = 300",
    );
    const { fsck, bundle } = await judged();
    expect(fsck).toEqual([{ kind: "entry-changed", index: 300 }]);
    expect(bundle).toContainEqual({ kind: "entry-changed", index: 300 });
  });

  test("a byte in an entry, and its hash with it", async () => {
    await record.tamper(
      "update entries set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) where index = 300",
      `update entries set leaf_hash = ${leafOf("bytes")} where index = 300`,
    );
    const { fsck, bundle } = await judged();
    expect(fsck).toContainEqual({ kind: "entry-changed", index: 300 });
    expect(bundle).toContainEqual({ kind: "entry-changed", index: 300 });
  });

  test("a removed row", async () => {
    await record.tamper("delete from entries where index = 77");
    const { fsck, bundle } = await judged();
    expect(fsck).toContainEqual({ kind: "entry-missing", index: 77 });
    expect(fsck.filter(({ kind }) => kind.startsWith("entry-"))).toHaveLength(1);
    expect(bundle).toEqual([{ kind: "entry-missing", index: 77 }]);
  });

  test("a removed row, and everything after it moved up", async () => {
    await record.tamper(
      "delete from entries where index = 77",
      "update entries set index = index + 1000000 where index > 77",
      "update entries set index = index - 1000001 where index > 1000000",
    );
    const { bundle } = await judged();
    expect(bundle[0]).toEqual({ kind: "entry-missing", index: 77 });
    expect(bundle.filter(({ kind }) => kind === "entry-changed")).toEqual([]);
  });

  test("a swapped pair", async () => {
    await record.tamper(
      "update entries set index = 1000000 where index = 10",
      "update entries set index = 10 where index = 500",
      "update entries set index = 500 where index = 1000000",
    );
    const expected = [
      { kind: "entry-misplaced", index: 10, says: 500 },
      { kind: "entry-misplaced", index: 500, says: 10 },
    ];
    const { fsck, bundle } = await judged();
    expect(bundle).toEqual(expect.arrayContaining(expected));
    expect(fsck).toEqual(expect.arrayContaining(expected));
  });

  test("a forged tail, signed with another key", async () => {
    const forger = await testSigner();
    const { rows } = await record.audit.superuser.pool.query<{ size: number; root: Buffer }>(
      "select size, root from checkpoints order by size desc limit 1",
    );
    const [head] = rows;
    const note = await signCheckpoint(
      { origin: forger.name, size: head!.size, root: new Uint8Array(head!.root) },
      forger,
    );
    await record.tamper(
      `update entries set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'guidance', 'unrelated'), 'UTF8') where index = ${head!.size - 1}`,
      `update entries set leaf_hash = ${leafOf("bytes")} where index = ${head!.size - 1}`,
      `update checkpoints set note = '${note}' where size = ${head!.size}`,
    );
    const { fsck, bundle } = await judged();
    for (const findings of [fsck, bundle]) {
      expect(findings).toContainEqual({ kind: "checkpoint-forged", size: head!.size });
      expect(findings).toContainEqual({ kind: "entry-changed", index: head!.size - 1 });
    }
  });

  test("entries added behind the last signature", async () => {
    const { end } = (await record.verify(await record.exported("before.tar.gz"))).manifest;
    await record.tamper(
      `insert into entries select ${end}, bytes, leaf_hash, sha256(bytes), subject, stream_sequence, received_at, source, source_sequence, gen_random_uuid()::text from entries where index = 5`,
    );
    const { findings } = await record.fsck();
    expect(findings).toContainEqual({ kind: "entry-misplaced", index: end, says: 5 });
    expect(findings).toContainEqual({ kind: "entries-not-signed", from: end, to: end + 1 });
  });

  test("a restored old backup", async () => {
    const before = (await record.verify(await record.exported("before.tar.gz"))).manifest.end;
    await record.grow(10);
    await record.tamper(
      `delete from entries where index >= ${before}`,
      `delete from mentions where entry_index >= ${before}`,
      `delete from checkpoints where size > ${before}`,
    );
    const { fsck, bundle } = await judged();
    for (const findings of [fsck, bundle])
      expect(findings).toContainEqual({ kind: "entry-missing", index: before });
  });

  test("a column by which an entry is found, a message it names, a tile", async () => {
    await record.tamper(
      "update entries set session_id = gen_random_uuid() where index = 3",
      "delete from mentions where entry_index = (select min(entry_index) from mentions)",
      "update tiles set hashes = set_byte(hashes, 9, get_byte(hashes, 9) # 1) where level = 0 and index = 1",
    );
    const { findings } = await record.fsck();
    expect(findings).toEqual(
      [
        { kind: "column-differs", index: 3, column: "session_id" },
        { kind: "mentions-differ", index: 0 },
        { kind: "tile-differs", level: 0, index: 1 },
      ].sort((a, b) => (a.index === 0 ? -1 : b.index === 0 ? 1 : 0)),
    );
  });

  test("the hash beside an entry, which is not the entry", async () => {
    await writeFile(record.checkpointFile, "");
    await record.tamper(
      "update entries set leaf_hash = set_byte(leaf_hash, 0, get_byte(leaf_hash, 0) # 1) where index = 20",
    );
    const { bundle } = await judged();
    expect(bundle).toEqual([{ kind: "hash-record-changed", index: 20 }]);
  });
});

describe("what happens to a bundle on its way is found", () => {
  async function bent(change: (tar: Buffer) => Buffer): Promise<string> {
    const path = await record.exported("bundle.tar.gz");
    await writeFile(path, gzipSync(change(gunzipSync(await readFile(path)))));
    return path;
  }

  test("a figure of the report", async () => {
    const path = await bent((tar) => {
      const at = tar.indexOf('"accepted": 60');
      tar.write('"accepted": 59', at);
      return tar;
    });
    const verdict = await record.verify(path);
    expect(verdict.findings).toEqual([{ kind: "report-differs" }]);
    expect(verdictText(verdict)).toMatch(/^ALTERADO EL INFORME: los asientos son los que se firmaron/);
  });

  test("its report is of another format, and is then not compared", async () => {
    const path = await bent((tar) => {
      tar.write(
        tar
          .toString("latin1")
          .match(/"liss\.report\/\d+"/)?.[0]
          .replace(/\d+/, "1") ?? "",
        tar.indexOf('"liss.report/'),
      );
      return tar;
    });
    expect(await record.verify(path)).toMatchObject({ findings: [], otherReport: "liss.report/1" });
  });

  test("its end cut off", async () => {
    const path = await record.exported("bundle.tar.gz");
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length / 2));
    await expect(record.verify(path)).rejects.toThrow(/cannot be decompressed/);
  });

  test("another key than the one that was handed over", async () => {
    const path = await record.exported("bundle.tar.gz");
    const verdict = await record.verify(path, { keys: [await testSigner()] });
    expect(verdict.findings).toContainEqual({ kind: "checkpoint-forged", size: 256 });
    expect(verdict.proven).toMatchObject({ checkpoints: 0 });
  });

  test("a checkpoint that was published elsewhere and is of another history", async () => {
    const path = await record.exported("bundle.tar.gz");
    const note = await signCheckpoint(
      { origin: record.signer.name, size: 256, root: new Uint8Array(32) },
      record.signer,
    );
    const verdict = await record.verify(path, { keys: [record.signer], notes: [{ size: 256, note }] });
    expect(verdict.findings).toEqual([{ kind: "root-differs", from: 256, to: 256 }]);
  });
});

test("the verifier ends with 0 when all is proven, 1 when not, 2 when it cannot be read, and says so in Spanish", async () => {
  const program = fileURLToPath(new URL("../cli/verify.ts", import.meta.url));
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ["ignore", "pipe", "ignore"],
      env: {},
    });
    const [text, [code]] = await Promise.all([child.stdout.toArray(), once(child, "exit")]);
    return { code: code as number, text: Buffer.concat(text as Buffer[]).toString() };
  };
  const key = encodeVerifierKey(record.signer);
  const good = await record.exported("good.tar.gz");
  expect(await run(good, "--key", key)).toMatchObject({
    code: 0,
    text: expect.stringMatching(/^VERIFICADO: nada fue alterado\.[\s\S]*entregada por usted/),
  });
  expect((await run(good)).text).toContain("compárela con la que publica el servicio");
  await record.tamper("delete from entries where index = 77");
  const bad = await run(await record.exported("bad.tar.gz"), "--key", key);
  expect(bad).toMatchObject({ code: 1, text: expect.stringContaining("El asiento 77 falta") });
  await writeFile(good, "not a bundle");
  expect(await run(good)).toMatchObject({ code: 2, text: expect.stringMatching(/^NO SE PUDO VERIFICAR/) });
  expect((await run()).code).toBe(64);
});

test("what a former key signed still verifies after a rotation", async () => {
  const path = await record.exported("bundle.tar.gz");
  const verdict = await record.verify(path, { keys: [await testSigner(), record.signer] });
  expect(verdict.findings).toEqual([]);
});
