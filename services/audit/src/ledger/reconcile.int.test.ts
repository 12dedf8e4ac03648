import { testClock } from "@liss/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { arrivalOf, arrive } from "../fixtures/events.ts";
import { story } from "../fixtures/story.ts";
import { testSigner } from "../fixtures/test-signer.ts";
import { announceLate, watchMessages } from "./reconcile.ts";

let audit: Awaited<ReturnType<typeof auditDatabase>>;
beforeEach(async () => {
  audit = await auditDatabase();
});
afterEach(() => audit.drop());

const limits = { queueMs: 5_000, seenMs: { imminent: 60_000, support: 600_000 } };
const alerts = async () =>
  (await audit.db.selectFrom("outbox").select("body").orderBy("position").execute()).map(
    ({ body }) => JSON.parse(Buffer.from(body).toString()).data as { code: string; detail: object },
  );

test("messages that reach no queue, or nobody's eyes in their tier's time, are told of once, together", async () => {
  const clock = testClock();
  const settings = { signer: await testSigner(), now: clock.now };
  const lost = Array.from(
    { length: 3 },
    () => story({ start: clock.now(), codeName: "Luz-1", executiveId: "ana" }).events[0]!,
  );
  const urgent = story({
    start: clock.now(),
    codeName: "Rosa-1",
    executiveId: "ana",
    tier: "imminent",
    until: "queued",
  });
  const seen = story({
    start: clock.now(),
    codeName: "Sol-1",
    executiveId: "ana",
    tier: "imminent",
    until: "seen",
  });
  await arrive(
    audit.db,
    settings,
    ...[...lost, ...urgent.events, ...seen.events].map((event) => arrivalOf(event, {}, clock.now())),
  );

  const replicas = [watchMessages(audit.db, limits), watchMessages(audit.db, limits)];
  const look = async () => {
    for (const watch of replicas) {
      const late = await watch(clock.now());
      if (late.length > 0) await announceLate(audit.db, late, clock.now());
    }
  };
  await look();
  expect(await alerts()).toEqual([]);
  clock.advance(5_000);
  await look();
  expect(await alerts()).toMatchObject([
    { code: "message-not-queued", detail: { messages: 3, tier: "unassessed" } },
  ]);
  clock.advance(55_000);
  await look();
  await look();
  expect((await alerts()).slice(1)).toMatchObject([
    { code: "message-not-seen", detail: { messages: 1, tier: "imminent", oldest: urgent.messageIds.first } },
  ]);

  // After a restart nothing is told again.
  const again = await watchMessages(audit.db, limits)(clock.now());
  expect(again).toHaveLength(4);
  expect(await announceLate(audit.db, again, clock.now())).toBe(0);
});
