import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatewayTransaction } from "../database/tables.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { sessionClosed, sessionOpened, sessionsFor } from "./sessions.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const at = new Date("2026-11-23T21:00:00.000Z");
const inTx = <T>(work: (tx: GatewayTransaction) => Promise<T>) => bench.db.transaction().execute(work);
const current = async (contactId: string) =>
  (await inTx((tx) => sessionsFor(tx, [contactId], at))).get(contactId)!;
const opened = (contactId: string, sessionId: string) =>
  inTx((tx) => sessionOpened(tx, { contactId, sessionId, at }));
const closed = (contactId: string, sessionId: string) =>
  inTx((tx) => sessionClosed(tx, { contactId, sessionId, at }));

test("the first message proposes a session, later ones carry the same", async () => {
  const contactId = uuidv7();
  const first = await current(contactId);
  expect(first.proposed).toBe(true);
  expect(await current(contactId)).toEqual({ sessionId: first.sessionId, proposed: false });
  await opened(contactId, first.sessionId);
  expect(await current(contactId)).toEqual({ sessionId: first.sessionId, proposed: false });
});

test("after closing, the next message proposes another", async () => {
  const contactId = uuidv7();
  const { sessionId } = await current(contactId);
  await opened(contactId, sessionId);
  await closed(contactId, sessionId);
  const next = await current(contactId);
  expect(next.proposed).toBe(true);
  expect(next.sessionId).not.toBe(sessionId);
});

test("executive-routing decides: its session replaces a proposal", async () => {
  const contactId = uuidv7();
  const proposal = await current(contactId);
  const decided = uuidv7();
  await opened(contactId, decided);
  expect(await current(contactId)).toEqual({ sessionId: decided, proposed: false });
  expect(proposal.sessionId).not.toBe(decided);
});

test("news in the wrong order change nothing: a closed session does not reopen, nor does it end the next proposal", async () => {
  const contactId = uuidv7();
  const { sessionId } = await current(contactId);
  await closed(contactId, sessionId);
  const next = await current(contactId);
  await opened(contactId, sessionId);
  expect(await current(contactId)).toEqual({ sessionId: next.sessionId, proposed: false });

  const other = uuidv7();
  await closed(contactId, other);
  await opened(contactId, other);
  expect(await current(contactId)).toEqual({ sessionId: next.sessionId, proposed: false });
});
