import { describe, expect, test } from "vitest";
import { fixture, webhook } from "../testing/payloads.test-support.ts";
import { interpretBody } from "./body.ts";
import type { IdentityItem } from "./item.ts";

const read = (json: unknown) => interpretBody(json).items[0] as IdentityItem;
const system = (node: object, more: object = {}) =>
  read(
    webhook({
      messages: [{ id: "wamid.s", type: "system", timestamp: "1795467600", system: node, ...more }],
    }),
  );
const update = (value: object) =>
  read({ object: "whatsapp_business_account", entry: [{ changes: [{ field: "user_id_update", value }] }] });

describe("a change of number", () => {
  test("Meta's example: from the old number to the new", () => {
    expect(read(fixture("system_message"))).toMatchObject({
      kind: "identity",
      change: "number-changed",
      before: { phone: "16505551234" },
      now: { phone: "12195555358" },
    });
  });

  test("the older shape, and one without a sender, say the same", () => {
    const old = { type: "customer_changed_number", new_wa_id: "56922222222", customer: "56911111111" };
    expect(system(old)).toMatchObject({ before: { phone: "56911111111" }, now: { phone: "56922222222" } });
    const body = "Ana Ficticia changed from 56911111111 to 56922222222";
    expect(system({ type: "user_changed_number", body })).toMatchObject({
      before: { phone: "56911111111" },
      now: { phone: "56922222222" },
    });
  });

  test("the BSUID is made anew with the number", () => {
    const node = { type: "user_changed_number", wa_id: "56922222222", user_id: "CL.new" };
    expect(system(node, { from: "56911111111", from_user_id: "CL.old" })).toMatchObject({
      before: { phone: "56911111111", bsuid: "CL.old" },
      now: { phone: "56922222222", bsuid: "CL.new" },
    });
  });
});

describe("a BSUID that rotates", () => {
  const expected = { change: "bsuid-rotated", before: { bsuid: "CL.old" }, now: { bsuid: "CL.new" } };

  test("with the old one only in the sentence", () => {
    const node = {
      type: "user_changed_user_id",
      body: "User changed from CL.old to CL.new.",
      user_id: "CL.new",
    };
    expect(system(node)).toMatchObject(expected);
    expect(system({ ...node, user_id: undefined })).toMatchObject(expected);
  });

  test("with previous_user_id, as Chatwoot has seen it", () => {
    const node = { type: "user_changed_user_id", previous_user_id: "CL.old", user_id: "CL.new" };
    expect(system(node, { from: "56911111111" })).toMatchObject({
      ...expected,
      before: { bsuid: "CL.old", phone: "56911111111" },
    });
  });

  test("as the field user_id_update, alone or in a list, with its time as text or number", () => {
    const one = {
      wa_id: 56911111111,
      user_id: { previous: "CL.old", current: "CL.new" },
      timestamp: 1795467600,
    };
    const at = new Date("2026-11-23T21:00:00.000Z");
    expect(update(one)).toMatchObject({
      ...expected,
      word: "user_id_update",
      at,
      now: { phone: "56911111111" },
    });
    expect(update({ user_id_update: [{ ...one, timestamp: "1795467600" }] })).toMatchObject({
      ...expected,
      at,
    });
    expect(update({ user_id_update: one })).toMatchObject(expected);
  });

  test("an update about nobody is set aside, not followed", () => {
    for (const value of [{}, { user_id_update: [null] }, { user_id: "x" }]) {
      expect(update(value)).toMatchObject({ kind: "not-understood" });
    }
  });
});

test("another key of the same account", () => {
  const identity = { acknowledged: false, created_timestamp: 1795467600, hash: "h" };
  expect(
    system({ type: "customer_identity_changed", body: "x" }, { from: "56911111111", identity }),
  ).toMatchObject({ change: "identity-key-changed", now: { phone: "56911111111" } });
});

test("a change that nobody has documented is kept and followed nowhere", () => {
  expect(system({ type: "user_turned_blue" }, { from: "56911111111" })).toMatchObject({
    kind: "identity",
    word: "user_turned_blue",
    change: undefined,
  });
  expect(read(webhook({ messages: [{ id: "w", type: "system" }] }))).toMatchObject({ kind: "identity" });
});
