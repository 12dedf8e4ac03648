import { randomUUID } from "node:crypto";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder, testClock } from "@liss/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { arrivalOf, arrive as arriveAs, messageReceived } from "../fixtures/events.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { openCheckpoint } from "../proof/checkpoint.ts";
import type { NoteSigner } from "../proof/note.ts";
import { consistencyPath, inclusionPath } from "../proof/path.ts";
import { verifyConsistency, verifyInclusion } from "../proof/verify.ts";
import { appendArrivals } from "./append.ts";
import { BATCH, signWhenDue } from "./checkpoint.ts";
import { catchUp, openCheckpointFile } from "./checkpoint-file.ts";
import { watchCompleteness } from "./completeness.ts";
import { type Arrival, arrivedAs, decodeEntry } from "./entry.ts";
import { proveAll } from "./tiles.ts";

let audit: Awaited<ReturnType<typeof auditDatabase>>;
let signer: NoteSigner;
let clock: ReturnType<typeof testClock>;

beforeAll(async () => {
  signer = await testSigner();
});
beforeEach(async () => {
  audit = await auditDatabase();
  clock = testClock();
});
afterEach(() => audit.drop());

const arrive = (...arrivals: Arrival[]) => arriveAs(audit.db, { signer, now: clock.now }, ...arrivals);
const sign = () => signWhenDue(audit.db, { signer, now: clock.now });
const some = (count: number) =>
  Array.from({ length: count }, () => arrivalOf(messageReceived(), {}, clock.now()));
const entries = () => audit.db.selectFrom("entries").selectAll().orderBy("index").execute();
const sizes = async () =>
  (await audit.db.selectFrom("checkpoints").select("size").orderBy("size").execute()).map((row) => row.size);
const outbox = async () => {
  const rows = await audit.db.selectFrom("outbox").select("body").orderBy("position").execute();
  return rows.map(
    ({ body }) => JSON.parse(Buffer.from(body).toString()) as { type: string; data: { code?: string } },
  );
};
/** What the broker would bring back of what the ledger itself publishes. */
async function returnOwnEvents() {
  const rows = await audit.db.selectFrom("outbox").selectAll().orderBy("position").execute();
  const own = rows.map((row) => JSON.parse(Buffer.from(row.body).toString()));
  await arrive(...own.map((event) => arrivalOf(event, {}, clock.now())));
  await audit.db.deleteFrom("outbox").execute();
}

describe("indexes", () => {
  test("are gapless and in the order of arrival", async () => {
    const arrivals = some(BATCH + 10);
    await arrive(...arrivals);
    const rows = await entries();
    expect(rows.map((row) => row.index)).toEqual(arrivals.map((_, index) => index));
    expect(rows.map((row) => row.event_id)).toEqual(arrivals.map((one) => one.headers["Nats-Msg-Id"]));
    expect(decodeEntry(rows[7]!.bytes)).toMatchObject({ index: 7, eventId: rows[7]!.event_id });
  });

  test("are given by one replica at a time, and never twice", async () => {
    const parts = Array.from({ length: 8 }, () => some(40).map(arrivedAs));
    await Promise.all(parts.map((part) => appendArrivals(audit.db, part, { signer, now: clock.now })));
    const rows = await entries();
    expect(rows.map((row) => row.index)).toEqual(Array.from({ length: 320 }, (_, index) => index));
    expect((await sizes()).at(0)).toBe(BATCH);
  });

  test("are not spent on an event that is on the record already", async () => {
    const [one] = some(1);
    await arrive(one!, one!);
    await arrive(one!);
    expect(await entries()).toHaveLength(1);
  });
});

test("the same event id with other bytes is an incident: both are kept and somebody is told", async () => {
  const event = messageReceived();
  await arrive(arrivalOf(event), ...some(1), arrivalOf({ ...event, contactId: randomUUID() }));
  const rows = await entries();
  expect(rows.map((row) => row.incident)).toEqual([null, null, "event-id-reused"]);
  expect(decodeEntry(rows[2]!.bytes).incident).toEqual({ code: "event-id-reused", firstIndex: 0 });
  expect(await outbox()).toMatchObject([
    { type: "operations.alert-raised", data: { code: "event-id-reused" } },
  ]);
});

test("what is not text for Postgres is recorded all the same", async () => {
  const event = {
    ...messageReceived(),
    actor: { kind: "person" as const, id: "ana\0", role: "executive" as const },
  };
  await arrive(arrivalOf(event));
  const [row] = await entries();
  expect(row?.actor_id).toBe("ana\ufffd");
  expect(decodeEntry(row!.bytes).actor).toMatchObject({ id: "ana\0" });
});

describe("checkpoints", () => {
  test("come half a second after the first new entry, or with the 256th", async () => {
    await arrive(...some(3));
    expect(await sign()).toBeUndefined();
    clock.advance(500);
    const first = await sign();
    expect(await openCheckpoint(first!.note, signer)).toMatchObject({ origin: "liss.test/audit", size: 3 });
    await arrive(...some(BATCH));
    expect(await sizes()).toEqual([3, 3 + BATCH]);
  });

  test("do not wait for a clock that went back", async () => {
    await arrive(...some(1));
    clock.advance(-3_600_000);
    expect((await sign())?.size).toBe(1);
  });

  test("are themselves recorded, and do not call for the next one", async () => {
    await arrive(...some(1));
    clock.advance(500);
    await sign();
    await returnOwnEvents();
    clock.advance(60_000);
    expect(await sign()).toBeUndefined();
    await arrive(...some(1));
    clock.advance(500);
    expect((await sign())?.size).toBe(3);
  });

  test("prove every entry, and each other, across the borders of tiles", async () => {
    for (const count of [1, 255, 1, 700, 300]) {
      await arrive(...some(count));
      clock.advance(500);
      await sign();
    }
    const heads = await sizes();
    const all = await entries();
    const size = heads.at(-1)!;
    expect(size).toBe(all.length);
    const roots = new Map(
      (await audit.db.selectFrom("checkpoints").select(["size", "root"]).execute()).map((row) => [
        row.size,
        new Uint8Array(row.root),
      ]),
    );
    for (const older of heads) {
      const paths = all.slice(0, older).filter((_, index) => index % 37 === 0 || index > older - 3);
      const proofs = await proveAll(
        audit.db,
        paths.map((row) => inclusionPath(row.index, older)),
      );
      for (const [position, row] of paths.entries()) {
        const claim = {
          index: row.index,
          size: older,
          leafHash: new Uint8Array(row.leaf_hash),
          proof: proofs[position]!,
          root: roots.get(older)!,
        };
        expect(await verifyInclusion(claim)).toBe(true);
      }
      const [proof] = await proveAll(audit.db, [consistencyPath(older, size)]);
      expect(
        await verifyConsistency({
          from: { size: older, root: roots.get(older)! },
          to: { size, root: roots.get(size)! },
          proof: proof!,
        }),
      ).toBe(true);
    }
    const tiles = await audit.db.selectFrom("tiles").select(["level", "index"]).orderBy("index").execute();
    expect(tiles).toEqual(
      Array.from({ length: Math.floor(size / 256) }, (_, index) => ({ level: 0, index })),
    );
  });
});

describe("the file outside the database", () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const path = () => join(folder.path, audit.roles.application, "checkpoints.jsonl");

  async function checkpoint() {
    await arrive(...some(1));
    clock.advance(500);
    return sign();
  }

  test("gets every checkpoint once, also those of a crash in between and after a line cut short", async () => {
    const notes = [await checkpoint(), await checkpoint()].map((one) => one!.note);
    await catchUp(audit.db, await openCheckpointFile(path()));
    await appendFile(path(), '{"size":9,"no');
    notes.push((await checkpoint())!.note);
    const file = await openCheckpointFile(path());
    await catchUp(audit.db, file);
    notes.push((await checkpoint())!.note);
    await catchUp(audit.db, file);
    expect(await catchUp(audit.db, file)).toBe(0);
    const lines = (await readFile(path(), "utf8")).split("\n").filter((line) => line.endsWith("}"));
    expect(lines.map((line) => JSON.parse(line).note)).toEqual(notes);
  });

  test("betrays a database that was restored from an older copy, or rewritten", async () => {
    await checkpoint();
    const file = await openCheckpointFile(path());
    await catchUp(audit.db, file);
    const kept = await readFile(path(), "utf8");
    await writeFile(path(), kept.replace('"size":1', '"size":5'));
    await expect(catchUp(audit.db, await openCheckpointFile(path()))).rejects.toThrow(
      /restored from an older copy or rewritten/,
    );
    await writeFile(path(), kept.replace("liss.test", "loss.test"));
    await expect(catchUp(audit.db, await openCheckpointFile(path()))).rejects.toThrow(
      /restored from an older copy or rewritten/,
    );
  });
});

describe("the count of each source", () => {
  const numbered = (...numbers: number[]) =>
    arrive(
      ...numbers.map((number) =>
        arrivalOf(messageReceived(), { "Liss-Sequence": String(number) }, clock.now()),
      ),
    );

  test("is complete when every number came, in whatever order", async () => {
    const watch = watchCompleteness(audit.db);
    await numbered(2, 1, 4);
    expect(await watch.look()).toMatchObject([{ source: "gateway", upTo: 4, holes: [{ from: 3, to: 3 }] }]);
    await numbered(3);
    expect(await watch.look()).toEqual([{ source: "gateway", upTo: 4, holes: [] }]);
  });

  test("with a hole older than 30 seconds raises one alert that says where", async () => {
    const watch = watchCompleteness(audit.db);
    await numbered(1, 2, 7);
    clock.advance(29_999);
    expect(await watch.alerts(clock.now())).toEqual([]);
    await numbered(5);
    clock.advance(1);
    const alerts = await watch.alerts(clock.now());
    expect(alerts.map((alert) => alert.data)).toMatchObject([
      { code: "events-missing", detail: { source: "gateway", from: 3, to: 4 } },
      { code: "events-missing", detail: { source: "gateway", from: 6, to: 6 } },
    ]);
    expect(await watch.alerts(clock.now())).toEqual([]);
  });
});
