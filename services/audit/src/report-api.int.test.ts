import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PublishableReport, Stretch, StretchPart } from "./api/schema.ts";
import { verifyBundle } from "./bundle/verify-bundle.ts";
import { login, runningAudit } from "./fixtures/running-audit.ts";
import { story } from "./fixtures/story.ts";
import { hashPairs } from "./ledger/hash-pairs.ts";
import { sha256 } from "./ledger/sha256.ts";
import { fromBase64, fromHex, fromText, toText } from "./proof/bytes.ts";
import { openCheckpoint } from "./proof/checkpoint.ts";
import { leafPreimage } from "./proof/hash.ts";
import { parseVerifierKey } from "./proof/note.ts";
import { type Finding, verifyStretch } from "./proof/stretch.ts";
import type { Report } from "./report/report.ts";

let audit: Awaited<ReturnType<typeof runningAudit>>;
let diana: Awaited<ReturnType<typeof login>>;
const rosa = story({ start: new Date(Date.now() - 600_000), codeName: "=Rosa-41", executiveId: "ana" });
const period = `from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;

beforeAll(async () => {
  audit = await runningAudit();
  diana = await login(audit.url, "auditor");
  await audit.publish(...rosa.events);
  await vi.waitFor(async () => {
    const { body } = await diana.get(`/api/report?${period}`);
    expect((body as Report).messages).toMatchObject({ accepted: 2, answered: 2, unaccounted: [] });
    const signed = await (await diana.fetch(`/api/entries.jsonl?${period}`)).text();
    for (const { id } of rosa.events) expect(signed).toContain(id);
  }, 10_000);
});
afterAll(() => audit.stop());

const bytes = async (path: string) => {
  const response = await diana.fetch(path);
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
};
const key = async () => (await parseVerifierKey((await bytes("/log-key")).body.toString().trim()))!;

test("the report is the same as the one of its bundle, which verifies by itself", async () => {
  const folder = mkdtempSync(join(tmpdir(), "liss-test-"));
  const path = join(folder, "bundle.tar.gz");
  writeFileSync(path, (await bytes(`/api/bundle?${period}`)).body);
  const verdict = await verifyBundle(createReadStream(path), { keys: [await key()] });
  expect(verdict.findings).toEqual([]);
  expect(verdict.report.messages.accepted).toBe(2);
  rmSync(folder, { recursive: true });
});

test("a period is proven from what the browser is given", async () => {
  const { first, milestones, end } = Stretch.parse((await diana.get(`/api/stretch?${period}`)).body);
  const findings: Finding[] = [];
  const stretch = verifyStretch({
    from: first,
    keys: [await key()],
    hashPairs,
    found: (finding) => void findings.push(finding),
    milestones: milestones.map(({ frontier, ...one }) => {
      const nodes = fromBase64(frontier)!;
      return {
        ...one,
        frontier: Array.from({ length: nodes.length / 32 }, (_, at) => nodes.slice(at * 32, at * 32 + 32)),
      };
    }),
  });
  const part = StretchPart.parse((await diana.get(`/api/stretch/part?first=${first}&end=${end}`)).body);
  await stretch.take(
    part.entries.map((entry, place) => ({
      computed: sha256(leafPreimage(fromText(entry))),
      recorded: fromHex(part.recorded[place]!),
      says: (JSON.parse(entry) as { index: number }).index,
    })),
  );
  expect(await stretch.end()).toMatchObject({ from: first, to: end });
  expect(findings).toEqual([]);
});

test("tables open in a spreadsheet and run nothing in it", async () => {
  const { body, headers } = await bytes(`/api/report.csv?table=sessions&${period}`);
  expect(headers.get("content-type")).toMatch(/text\/csv/);
  expect(body.toString()).toContain("'=Rosa-41");
  const lines = (await bytes(`/api/entries.jsonl?${period}`)).body.toString().trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).eventId)).toEqual(
    expect.arrayContaining(rosa.events.map(({ id }) => id)),
  );
});

test("what may be published hides small numbers", async () => {
  const { cells } = PublishableReport.parse((await diana.get(`/api/report/publishable?${period}`)).body);
  expect(cells).toContainEqual({ name: "messages.accepted", value: null });
});

describe("the log, for whoever has a tool of his own (C2SP tlog-tiles)", () => {
  test("serves the newest checkpoint and, under it, the hashes of the entries", async () => {
    const note = (await bytes("/checkpoint")).body.toString();
    const { size } = (await openCheckpoint(note, await key()))!;
    const tile = await fetch(`${audit.url}/tile/0/000.p/${Math.min(size, 255)}`);
    const hashes = Buffer.from(await tile.arrayBuffer());
    expect(hashes.length).toBe(Math.min(size, 255) * 32);
    const first = await audit.audit.db
      .selectFrom("entries")
      .select("bytes")
      .where("index", "=", 0)
      .executeTakeFirstOrThrow();
    expect(hashes.subarray(0, 32)).toEqual(Buffer.from(sha256(leafPreimage(first.bytes))));
    for (const wrong of ["0/000.p/256", "0/001", "0/0", "0/x000/000", "64/000", "0/000.p/0"]) {
      expect((await fetch(`${audit.url}/tile/${wrong}`)).status, wrong).toBe(404);
    }
  });

  test("serves the entries to auditors only, each after its length", async () => {
    expect((await fetch(`${audit.url}/api/tile/entries/000.p/3`)).status).toBe(401);
    const { body } = await bytes("/api/tile/entries/000.p/3");
    const length = body.readUInt16BE(0);
    expect(JSON.parse(toText(body.subarray(2, 2 + length)))).toMatchObject({ index: 0 });
  });
});

test("every one of these looks is on the record", async () => {
  await vi.waitFor(async () => {
    const rows = await audit.audit.db
      .selectFrom("entries")
      .select("bytes")
      .where("type", "=", "access.record-read")
      .execute();
    const looks = rows.map(
      ({ bytes: entry }) => (JSON.parse(entry.toString()) as { data: { what: string } }).data.what,
    );
    expect(new Set(looks)).toEqual(new Set(["report", "proof", "entry"]));
  }, 5_000);
});
