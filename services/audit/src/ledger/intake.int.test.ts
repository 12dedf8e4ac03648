import { afterEach, beforeEach, expect, test } from "vitest";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { arrivalOf, messageReceived } from "../fixtures/events.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { decodeEntry } from "./entry.ts";
import { startIntake } from "./intake.ts";

let audit: Awaited<ReturnType<typeof auditDatabase>>;
let intake: ReturnType<typeof startIntake>;
beforeEach(async () => {
  audit = await auditDatabase();
  intake = startIntake({
    db: audit.db,
    signer: await testSigner(),
    now: () => new Date(),
    appended: () => {},
  });
});
afterEach(() => audit.drop());

const entries = async () =>
  (await audit.db.selectFrom("entries").select("bytes").orderBy("index").execute()).map((row) =>
    decodeEntry(row.bytes),
  );

test("what comes together is one commit, in the order of the stream, and done when it is on disk", async () => {
  const messages = Array.from({ length: 40 }, () => arrivalOf(messageReceived()));
  await Promise.all(messages.toReversed().map(intake.one));
  const kept = await entries();
  expect(kept).toHaveLength(40);
  const orders = kept.slice(1).map((entry) => entry.streamSequence);
  expect(orders).toEqual(orders.toSorted((a, b) => a - b));
  await Promise.all(messages.map(intake.one));
  expect(await entries()).toHaveLength(40);
});

test("one that the database will not have goes in as what it is, and its neighbours as they are", async () => {
  // A rule of the database that nobody thought of: here, that it objects to a name.
  await audit.owner.pool.query(
    "alter table entries add constraint odd check (code_name is distinct from 'Odd')",
  );
  const opened = {
    ...messageReceived(),
    type: "routing.session-opened",
    source: "executive-routing" as const,
    data: { codeName: "Odd", firstMessageId: crypto.randomUUID() },
  };
  const [before, odd, after] = [messageReceived(), opened, messageReceived()].map((event) =>
    arrivalOf(event),
  );
  await Promise.all([before!, odd!, after!].map(intake.one));
  const kept = await entries();
  expect(kept.map(({ eventId }) => eventId)).toEqual(
    expect.arrayContaining([before, odd, after].map((one) => one!.headers["Nats-Msg-Id"])),
  );
  expect(kept.find(({ eventId }) => eventId === opened.id)).toMatchObject({ problem: "invalid", data: null });
});

test("an event of an unknown version is kept as its bytes, under their hash", async () => {
  const body = Buffer.from('{"source":"gateway","version":9}');
  await intake.one({
    subject: "channel.message-received.v9",
    headers: { "Nats-Msg-Id": "x" },
    body,
    streamSequence: 1,
  });
  const [row] = await audit.db.selectFrom("opaque_bodies").selectAll().execute();
  expect(row?.body.toString()).toBe(body.toString());
  expect((await entries())[0]).toMatchObject({ problem: "unknown-event", source: "gateway", eventId: "x" });
});

test("while the disk is full nothing is done; when there is room again everything is", async () => {
  await audit.superuser.pool.query(`
    create function full_disk() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
    create trigger full_disk before insert on entries for each statement execute function full_disk()`);
  const message = arrivalOf(messageReceived());
  await expect(intake.one(message)).rejects.toMatchObject({ code: "53100" });
  expect(await entries()).toEqual([]);
  await audit.superuser.pool.query("drop trigger full_disk on entries");
  await intake.one(message);
  expect(await entries()).toHaveLength(1);
});
