import type { Envelope } from "@liss/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import {
  deliver,
  her,
  messageOf,
  messagesValue,
  phoneNumberId,
  textFrom,
  webhook,
} from "../testing/payloads.test-support.ts";

/** What users of comparable systems report again and again, each with its name. */

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const received = () => bench.events("channel.message-received");
const kinds = async () => (await received()).map(({ data }) => (data as { kind: string }).kind);
const dataOf = ({ data }: Envelope) => data as { messageId: string; editOf?: string; replyTo?: string };
const contents = async () => Promise.all((await received()).map((event) => bench.contentOf(event)));
const says = (...messages: object[]) => webhook(messagesValue(her, ...messages));
const states = async () =>
  (await bench.db.selectFrom("raw_deliveries").select("state").execute()).map(({ state }) => state);

describe("one view-once photo blocks the channel", () => {
  const shapes: [string, object][] = [
    ["without its node", { type: "image", text: undefined }],
    ["with an empty node", { type: "image", image: null, text: undefined }],
    ["with a node that is a text", { type: "image", image: "view_once", text: undefined }],
    ["as unsupported", { type: "unsupported", errors: [{ code: 131051 }], text: undefined }],
    [
      "as unsupported, with a kind",
      { type: "unsupported", unsupported: { type: "view_once" }, text: undefined },
    ],
  ];
  test.each(shapes)(
    "%s: it is shown as something that came, and what follows it arrives",
    async (_name, shape) => {
      await bench.receive(says(messageOf(her, shape), messageOf(her)), textFrom(her, "¿la viste?"));
      expect(await kinds()).toHaveLength(3);
      expect((await kinds()).slice(1)).toEqual(["text", "text"]);
      expect(await states()).toEqual(["interpreted", "interpreted"]);
    },
  );
});

test("only the first item of a batch handled: a thousand messages of two hundred women in one request", async () => {
  const women = Array.from({ length: 200 }, (_, index) => ({ phone: `569${10_000_000 + index}` }));
  const values = Array.from({ length: 1_000 }, (_, index) => {
    const woman = women[index % women.length]!;
    return messagesValue(woman, messageOf(woman, { text: { body: `n.º ${index}` } }));
  });
  await bench.receive(webhook(...values));
  expect(await received()).toHaveLength(1_000);
  expect(await bench.events("channel.contact-created")).toHaveLength(200);
  const texts = (await contents()).map((content) => (content.kind === "text" ? content.text : ""));
  expect(texts).toEqual(Array.from({ length: 1_000 }, (_, index) => `n.º ${index}`));
});

test("a large request is refused and comes back for seven days: three megabytes are taken and read", async () => {
  const messages = Array.from({ length: 1_000 }, () => messageOf(her, { text: { body: "ñ".repeat(1_350) } }));
  const body = JSON.stringify(says(...messages));
  expect(Buffer.byteLength(body)).toBeGreaterThan(2.4 * 2 ** 20);
  await bench.receive(body);
  expect(await received()).toHaveLength(1_000);
});

test("duplicates: the same message in ten deliveries, twice in one batch and again a week later is one", async () => {
  const message = messageOf(her);
  await bench.receive(says(message, message), ...Array.from({ length: 10 }, () => says(message)));
  bench.clock.advance(6 * 24 * 3_600_000);
  await bench.receive(says(message));
  expect(await received()).toHaveLength(1);
});

test("a file that could not be had loses its caption: it keeps it, and the reason goes with the file", async () => {
  const files: object[] = [];
  const keepFiles = async (_tx: unknown, kept: object[]) => void files.push(...kept);
  const image = { id: "77", mime_type: "image/jpeg", sha256: "aa", caption: "mira mi brazo" };
  await deliver(
    bench.url,
    says(messageOf(her, { type: "image", text: undefined, image, errors: [{ code: 131052 }] })),
  );
  await bench.interpretAll({ keepFiles });
  expect(await contents()).toMatchObject([{ kind: "image", caption: "mira mi brazo" }]);
  const [event] = await received();
  expect(files).toEqual([
    {
      messageId: dataOf(event!).messageId,
      contactId: event!.contactId,
      sessionId: event!.sessionId,
      kind: "image",
      receivedAt: bench.now(),
      media: { id: "77", mimeType: "image/jpeg", sha256: "aa", filename: undefined },
      errorCode: 131052,
    },
  ]);
});

test("messages from groups open conversations: they are recorded and nothing else", async () => {
  await bench.receive(says(messageOf(her, { group_id: "g" })));
  expect(await bench.events()).toEqual([]);
  expect(await bench.db.selectFrom("contacts").select("id").execute()).toEqual([]);
  expect(await bench.db.selectFrom("notices").select(["kind", "event"]).execute()).toEqual([
    { kind: "group", event: "message" },
  ]);
});

test("our own messages come back as hers: echoes open nothing, whatever field they come in", async () => {
  const echo = { from: "15550783881", to: her.phone, id: "wamid.e", type: "text", text: { body: "x" } };
  const metadata = { display_phone_number: "1 555 078 3881", phone_number_id: phoneNumberId };
  await bench.receive(
    {
      object: "whatsapp_business_account",
      entry: [{ changes: [{ field: "smb_message_echoes", value: { metadata, message_echoes: [echo] } }] }],
    },
    webhook({ metadata, messages: [echo] }),
  );
  expect(await bench.events()).toEqual([]);
  const notices = await bench.db.selectFrom("notices").select(["kind", "event"]).execute();
  expect(notices).toEqual([
    { kind: "echo", event: "text" },
    { kind: "echo", event: "text" },
  ]);
});

test("she opens the chat and writes nothing: nobody writes to her first", async () => {
  await bench.receive(says(messageOf(her, { type: "request_welcome", text: undefined })));
  expect(await bench.events()).toEqual([]);
});

test("a type of tomorrow is dropped: it is kept, shown as a placeholder, and her conversation opens", async () => {
  await bench.receive(says(messageOf(her, { type: "hologram", text: undefined, hologram: { x: 1 } })));
  expect(await contents()).toEqual([{ kind: "unsupported", original: "hologram" }]);
  expect(await states()).toEqual(["interpreted"]);
});

test("a forwarded message is taken for an answer: it is not, for its context names no message", async () => {
  await bench.receive(
    says(
      messageOf(her, { context: { forwarded: true } }),
      messageOf(her, { context: { frequently_forwarded: true } }),
    ),
  );
  expect((await received()).map((event) => dataOf(event).replyTo)).toEqual([undefined, undefined]);
});

describe("what she corrects and what she takes back", () => {
  const first = messageOf(her, { id: "wamid.first", text: { body: "a las 4" } });
  const edit = (original: string, from = her) =>
    webhook(
      messagesValue(
        from,
        messageOf(from, {
          type: "edit",
          text: undefined,
          edit: { original_message_id: original, message: { type: "text", text: { body: "a las 5" } } },
        }),
      ),
    );
  const revoke = (original: string, from = her) =>
    webhook(
      messagesValue(
        from,
        messageOf(from, { type: "revoke", text: undefined, revoke: { original_message_id: original } }),
      ),
    );
  const revoked = () => bench.events("channel.message-revoked");

  test("an edit brings the new words and says which of hers they replace", async () => {
    await bench.receive(says(first), edit("wamid.first"));
    const [before, after] = await received();
    expect(dataOf(after!).editOf).toBe(dataOf(before!).messageId);
    expect(await contents()).toMatchObject([{ text: "a las 4" }, { text: "a las 5" }]);
  });

  test("an edit in the same batch as what it edits knows it too; one of another's message does not", async () => {
    const value = (body: object) =>
      (body as { entry: { changes: { value: object }[] }[] }).entry[0]!.changes[0]!.value;
    await bench.receive(webhook(value(says(first)), value(edit("wamid.first"))));
    await bench.receive(edit("wamid.first", { phone: "56900000099" }));
    const [before, after, others] = await received();
    expect(dataOf(after!).editOf).toBe(dataOf(before!).messageId);
    expect(dataOf(others!).editOf).toBeUndefined();
  });

  test("a message taken back is said once, and is no message of its own", async () => {
    await bench.receive(says(first), revoke("wamid.first"), revoke("wamid.first"));
    const [message] = await received();
    expect(await received()).toHaveLength(1);
    expect(await revoked()).toMatchObject([
      {
        actor: { kind: "contact" },
        contactId: message!.contactId,
        sessionId: message!.sessionId,
        data: { messageId: dataOf(message!).messageId, revokedAt: "2026-11-23T21:00:00.000Z" },
      },
    ]);
  });

  test("taken back before it came: it is taken back when it comes", async () => {
    await bench.receive(revoke("wamid.first"));
    expect(await revoked()).toHaveLength(0);
    await bench.receive(says(first));
    expect(await revoked()).toHaveLength(1);
    expect(await bench.db.selectFrom("waiting_revocations").select("at").execute()).toEqual([]);
  });

  test("nobody takes back another's words", async () => {
    await bench.receive(says(first), revoke("wamid.first", { phone: "56900000099" }));
    expect(await revoked()).toHaveLength(0);
  });

  test("a reaction taken back is a reaction without emoji to the same message", async () => {
    const reaction = (emoji?: string) =>
      says(
        messageOf(her, { type: "reaction", text: undefined, reaction: { message_id: "wamid.first", emoji } }),
      );
    await bench.receive(says(first), reaction("😢"), reaction(""), reaction(undefined));
    const [message, ...reactions] = await received();
    expect(reactions.map((event) => dataOf(event).replyTo)).toEqual(
      Array(3).fill(dataOf(message!).messageId),
    );
    expect((await contents()).slice(1)).toEqual([
      { kind: "reaction", emoji: "😢" },
      { kind: "reaction" },
      { kind: "reaction" },
    ]);
  });
});

test("she calls and nobody hears of it: her call is shown in the conversation, once", async () => {
  const call = {
    id: "wacid.1",
    from: her.phone,
    to: "15550783881",
    direction: "USER_INITIATED",
    timestamp: "1795467600",
  };
  const calls = (event: string) => ({
    object: "whatsapp_business_account",
    entry: [{ changes: [{ field: "calls", value: { calls: [{ ...call, event }] } }] }],
  });
  await bench.receive(calls("connect"), calls("connect"), calls("terminate"));
  expect(await contents()).toEqual([{ kind: "unsupported", original: "call" }]);
});
