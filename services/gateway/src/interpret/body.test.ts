import { readdirSync } from "node:fs";
import { MessageContent } from "@liss/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fixture,
  her,
  messageOf,
  messagesValue,
  phoneNumberId,
  statusesValue,
  webhook,
} from "../testing/payloads.test-support.ts";
import { interpretBody, interpretBytes } from "./body.ts";
import type { Item, MessageItem } from "./item.ts";

const messagesIn = (json: unknown) =>
  interpretBody(json).items.filter((item): item is MessageItem => item.kind === "message");
const only = (json: unknown): Item => {
  const { items } = interpretBody(json);
  expect(items).toHaveLength(1);
  return items[0]!;
};
const contentOf = (message: object) =>
  messagesIn(webhook(messagesValue(her, messageOf(her, message))))[0]?.content;

describe("Meta's own examples", () => {
  const expected: Record<string, object> = {
    text_message: { kind: "text", text: "Does it come in another color?" },
    text_message_from_click_to_whatsapp_ad: { kind: "text", text: "Hello! Can I get more info on this?" },
    text_message_with_context_product_inquiry: { kind: "text", text: "Is this still available?" },
    image_message: { kind: "image", caption: "Taj Mahal", mimeType: "image/jpeg" },
    location_message: {
      kind: "location",
      latitude: 37.44221496582,
      longitude: -122.16165924072,
      name: "Philz Coffee",
    },
    contact_sharing_message: { kind: "unsupported", original: "contacts" },
    order_message: { kind: "unsupported", original: "order" },
    unsupported_message: { kind: "unsupported", original: "unsupported" },
    reaction_message: { kind: "reaction", emoji: "👍" },
    button_message: { kind: "choice", id: "Unsubscribe", title: "Unsubscribe" },
    interactive_button_reply_message: { kind: "choice", id: "cancel-button", title: "Cancel" },
    interactive_list_reply_message: {
      kind: "choice",
      id: "priority_express",
      title: "Priority Mail Express",
    },
  };
  for (const [name, content] of Object.entries(expected)) {
    test(name, () => {
      const item = only(fixture(name));
      expect(item).toMatchObject({
        kind: "message",
        phoneNumberId,
        sender: { phone: "16505551234" },
        content,
      });
      expect((item as MessageItem).sentAt?.getFullYear()).toBe(2025);
    });
  }

  test("a change of number is about who she is, not something she wrote", () => {
    expect(only(fixture("system_message"))).toMatchObject({
      kind: "identity",
      word: "user_changed_number",
      change: "number-changed",
      before: { phone: "16505551234" },
      now: { phone: "12195555358" },
    });
  });

  test("groups are seen and refused", () => {
    for (const name of ["group_settings_update", "group_create_message", "group_remove_participants"]) {
      expect(only(fixture(name))).toMatchObject({ kind: "group" });
    }
  });

  test("every example is understood", () => {
    for (const file of readdirSync(new URL("../../fixtures/whatsapp", import.meta.url))) {
      if (!file.endsWith(".json")) continue;
      const { refused, items } = interpretBody(fixture(file.replace(".json", "")));
      expect(refused).toBeUndefined();
      expect(items.map(({ kind }) => kind)).not.toContain("not-understood");
    }
  });
});

describe("who sent it", () => {
  const senderOf = (message: object, contacts?: unknown) =>
    messagesIn(
      webhook({
        metadata: { phone_number_id: phoneNumberId },
        contacts,
        messages: [{ id: "w", type: "text", text: { body: "x" }, ...message }],
      }),
    )[0]?.sender;

  test("a phone and a BSUID seen together are one sender", () => {
    const contacts = [{ wa_id: "56911111111", user_id: "CL.1a", profile: { username: "ella" } }];
    expect(senderOf({ from: "56911111111" }, contacts)).toEqual({
      phone: "56911111111",
      bsuid: "CL.1a",
      username: "ella",
    });
    expect(senderOf({ from_user_id: "CL.1a" }, contacts)).toMatchObject({
      phone: "56911111111",
      bsuid: "CL.1a",
    });
  });

  test("a BSUID where a phone belongs is recognised", () => {
    expect(senderOf({ from: "CL.ENT.9zZ" })).toMatchObject({ phone: undefined, bsuid: "CL.ENT.9zZ" });
  });

  test("in a batch of two women nobody gets the other's identity", () => {
    const contacts = [
      { wa_id: "56911111111", user_id: "CL.1a" },
      { wa_id: "56922222222", user_id: "CL.2b" },
    ];
    expect(senderOf({ from: "56922222222" }, contacts)).toMatchObject({ bsuid: "CL.2b" });
    expect(senderOf({ from: "56933333333" }, contacts)).toEqual({
      phone: "56933333333",
      bsuid: undefined,
      username: undefined,
    });
    expect(senderOf({}, contacts)).toBeUndefined();
    expect(senderOf({ from: "56933333333" }, [contacts[0]])).toMatchObject({ bsuid: undefined });
  });
});

describe("one bad item never affects its neighbours", () => {
  const bad: unknown[] = [null, 7, "text", [], {}, { id: "w" }, { from: {} }, { from: "no phone", id: "w" }];

  test("bad messages between good ones", () => {
    const good = [messageOf(her), messageOf(her)];
    const { items } = interpretBody(webhook(messagesValue({}, good[0], ...bad, good[1])));
    expect(items.filter(({ kind }) => kind === "message")).toHaveLength(2);
    expect(items).toHaveLength(2 + bad.length);
    expect(items.find(({ kind }) => kind === "not-understood")).toMatchObject({
      path: "entry[0].changes[0].value.messages[1]",
    });
  });

  test("first item of a batch only: a batch of a thousand across entries and changes has a thousand", () => {
    const entry = () => ({
      id: "1",
      changes: Array.from({ length: 10 }, () => ({
        field: "messages",
        value: messagesValue(her, ...Array.from({ length: 10 }, () => messageOf(her))),
      })),
    });
    const body = { object: "whatsapp_business_account", entry: Array.from({ length: 10 }, entry) };
    const messages = messagesIn(body);
    expect(messages).toHaveLength(1000);
    expect(new Set(messages.map(({ path }) => path)).size).toBe(1000);
  });

  test("messages, statuses and errors of one change are all read", () => {
    const value = {
      ...messagesValue(her, messageOf(her)),
      ...{
        statuses: [
          { id: "w1", status: "sent", timestamp: 1795467600 },
          { id: "w2", status: "?" },
        ],
      },
      ...{ errors: [{ code: 130429, title: "x" }] },
    };
    expect(interpretBody(webhook(value)).items.map(({ kind }) => kind)).toEqual([
      "message",
      "status",
      "not-understood",
      "account",
    ]);
  });
});

describe("malformed shapes", () => {
  test("an entry that is an object instead of a list is read", () => {
    const { entry, ...rest } = webhook(messagesValue(her, messageOf(her))) as {
      entry: { changes: unknown[] }[];
    };
    expect(messagesIn({ ...rest, entry: entry[0] })).toHaveLength(1);
    expect(messagesIn({ ...rest, entry: { ...entry[0], changes: entry[0]!.changes[0] } })).toHaveLength(1);
  });

  test("a change without field is read for what it holds", () => {
    const value = messagesValue(her, messageOf(her));
    expect(
      messagesIn({ object: "whatsapp_business_account", entry: [{ changes: [{ value }] }] }),
    ).toHaveLength(1);
  });

  test("a message without id is kept, and the same bytes again are the same message", () => {
    const message = messageOf(her, { id: undefined });
    const first = messagesIn(webhook(messagesValue(her, message)))[0]!;
    const again = messagesIn(webhook(messagesValue(her, { ...message })))[0]!;
    const other = messagesIn(webhook(messagesValue(her, { ...message, timestamp: "1795467601" })))[0]!;
    expect(first.wamid).toBe(again.wamid);
    expect(first.wamid).not.toBe(other.wamid);
  });

  test("times come as text or number; what is no time leaves the message whole", () => {
    const sentAt = (timestamp: unknown) =>
      messagesIn(webhook(messagesValue(her, messageOf(her, { timestamp }))))[0]?.sentAt?.toISOString();
    expect(sentAt("1795467600")).toBe("2026-11-23T21:00:00.000Z");
    expect(sentAt(1795467600)).toBe("2026-11-23T21:00:00.000Z");
    for (const nonsense of ["", "soon", -1, 1e20, null, {}, "99999999999999999999"]) {
      expect(sentAt(nonsense)).toBeUndefined();
      expect(contentOf({ timestamp: nonsense })).toMatchObject({ kind: "text" });
    }
  });

  test("what is not JSON, not UTF-8, or of another product is refused whole", () => {
    const bytes = (text: string) => interpretBytes(Buffer.from(text));
    expect(bytes("hola").refused).toBe("not-json");
    expect(bytes("").refused).toBe("not-json");
    expect(interpretBytes(Buffer.from([0x22, 0xff, 0x22])).refused).toBe("not-json");
    for (const other of ["null", "[]", "3", '{"object":"page"}', '{"entry":[]}']) {
      expect(bytes(other).refused).toBe("unknown-object");
    }
  });

  test("an unknown field and an empty one are recorded with their place", () => {
    const change = (field: unknown, value: unknown) => ({
      object: "whatsapp_business_account",
      entry: [{ changes: [{ field, value }] }],
    });
    expect(only(change("holograms", {}))).toMatchObject({
      reason: "unknown-field",
      path: "entry[0].changes[0].value",
    });
    expect(only(change("messages", {}))).toMatchObject({ reason: "malformed" });
    expect(only(change("messages", null))).toMatchObject({ reason: "malformed" });
    expect(only(change("account_update", { event: "ACCOUNT_RESTRICTION" }))).toMatchObject({
      kind: "account",
      event: "ACCOUNT_RESTRICTION",
    });
    expect(only(change("smb_message_echoes", { message_echoes: [{ type: "text" }] }))).toMatchObject({
      kind: "echo",
    });
    expect(only(change("user_id_update", { user_id_update: [{ wa_id: "56911111111" }] }))).toMatchObject({
      kind: "identity",
      now: { phone: "56911111111" },
    });
  });
});

test("statuses carry what identifies and explains them", () => {
  const status = (more: object) =>
    only(
      webhook(
        statusesValue({
          id: "w",
          status: "delivered",
          timestamp: "1795467600",
          recipient_id: "56911111111",
          ...more,
        }),
      ),
    );
  expect(status({})).toMatchObject({ status: "delivered", recipient: { phone: "56911111111" } });
  expect(status({ status: "played" })).toMatchObject({ status: "read" });
  expect(status({ biz_opaque_callback_data: "ours" })).toMatchObject({ callbackData: "ours" });
  expect(status({ status: "failed", errors: [{ code: 131047 }] })).toMatchObject({
    status: "failed",
    errorCode: 131047,
  });
  expect(status({ status: "failed", errors: "?" })).toMatchObject({ status: "failed", errorCode: undefined });
  expect(only(webhook(statusesValue({ id: "w", status: "deleted" })))).toMatchObject({
    kind: "status",
    state: "deleted",
    status: undefined,
  });
});

describe("whatever comes", () => {
  test("nothing makes it throw, every message fits the contract, and a good neighbour survives", () => {
    const mess = fc.anything({ withNullPrototype: true, maxDepth: 4 });
    const near = fc.record(
      {
        id: mess,
        from: mess,
        from_user_id: mess,
        type: mess,
        timestamp: mess,
        text: mess,
        interactive: mess,
        context: mess,
        image: mess,
        errors: mess,
        group_id: fc.constant(undefined),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(near, mess), { maxLength: 4 }), mess, mess, (items, contacts, value) => {
        const good = messageOf(her, { id: "wamid.GOOD" });
        const messages = [...items, good];
        const body = webhook({ contacts, messages, statuses: items, errors: value }, value as object);
        const read = interpretBody(body).items;
        expect(
          read.filter((item) => item.kind === "message" && item.wamid === "wamid.GOOD").length,
        ).toBeGreaterThan(0);
        for (const item of read) if (item.kind === "message") MessageContent.parse(item.content);
      }),
      { numRuns: 2_000 },
    );
  });

  test("any JSON at all", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        interpretBody(json);
        interpretBody({ object: "whatsapp_business_account", entry: json });
        interpretBody({ object: "whatsapp_business_account", entry: [{ changes: json }] });
      }),
      { numRuns: 2_000 },
    );
  });
});
