import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import type { Identity } from "./contacts.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const resolve = (identity: Identity) =>
  bench.db.transaction().execute((tx) => bench.contacts.resolve(tx, identity, bench.now()));
let counter = 0;
const someone = () => {
  counter += 1;
  return { phone: `5690000${1000 + counter}`, bsuid: `CL.x${counter}` };
};

test("the same phone is the same contact, another phone another", async () => {
  const { phone } = someone();
  const first = await resolve({ phone });
  expect(first.created).toBe(true);
  expect(await resolve({ phone })).toEqual({ contactId: first.contactId, created: false });
  expect((await resolve({ phone: someone().phone })).contactId).not.toBe(first.contactId);
});

test("a phone and a BSUID seen together are linked, and later either one finds her", async () => {
  for (const first of ["phone", "bsuid"] as const) {
    const her = someone();
    const { contactId } = await resolve({ [first]: her[first] });
    expect(await resolve(her)).toEqual({ contactId, created: false });
    expect((await resolve({ bsuid: her.bsuid })).contactId).toBe(contactId);
    expect((await resolve({ phone: her.phone })).contactId).toBe(contactId);
  }
});

test("fifty first messages at once make one contact", async () => {
  const her = someone();
  const identities = [her, { phone: her.phone }, her];
  const resolved = await Promise.all(
    Array.from({ length: 50 }, (_, index) => resolve(identities[index % 3]!)),
  );
  expect(new Set(resolved.map(({ contactId }) => contactId)).size).toBe(1);
  expect(resolved.filter(({ created }) => created)).toHaveLength(1);
});

test("two existing contacts are never merged: the BSUID decides whose message it is, and a person is told", async () => {
  const her = someone();
  const byPhone = await resolve({ phone: her.phone });
  const byBsuid = await resolve({ bsuid: her.bsuid });
  const both = await resolve(her);
  expect(both).toMatchObject({ contactId: byBsuid.contactId, conflict: { kind: "two-contacts" } });
  expect((await resolve({ phone: her.phone })).contactId).toBe(byPhone.contactId);
});

test("a phone that comes with another BSUID overwrites nothing", async () => {
  const her = someone();
  const { contactId } = await resolve(her);
  const other = someone();
  expect(await resolve({ phone: her.phone, bsuid: other.bsuid })).toMatchObject({
    contactId,
    conflict: { kind: "other-bsuid" },
  });
  expect(await resolve({ phone: other.phone, bsuid: her.bsuid })).toMatchObject({
    contactId,
    conflict: { kind: "other-phone" },
  });
  expect((await resolve({ bsuid: other.bsuid })).created).toBe(true);
  expect(await resolve(her)).toEqual({ contactId, created: false });
});

test("neither phone nor BSUID can be read in the database, and sending finds both again", async () => {
  const her = someone();
  const { contactId } = await resolve(her);
  expect(await bench.contacts.recipientOf(bench.db, contactId)).toEqual({ phone: her.phone });
  const { contactId: nameless } = await resolve({ bsuid: "CL.alone" });
  expect(await bench.contacts.recipientOf(bench.db, nameless)).toEqual({ bsuid: "CL.alone" });
  const rows = await bench.db.selectFrom("contacts").selectAll().execute();
  const dump = JSON.stringify(
    rows.map((row) => Object.values(row).map((value) => Buffer.from(String(value)).toString("latin1"))),
  );
  expect(dump).not.toContain(her.phone);
  expect(dump).not.toContain("CL.alone");
});
