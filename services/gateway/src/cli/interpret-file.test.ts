import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@liss/testing";
import { describe, expect, test } from "vitest";
import { webhook } from "../testing/payloads.test-support.ts";
import { interpretFile, type Line } from "./interpret-file.ts";

const metadata = { display_phone_number: "15550783881", phone_number_id: "106540352242922" };
const contacts = [{ profile: { name: "Ana", username: "ella" }, wa_id: "56911111111", user_id: "CL.1a" }];
const hers = { from: "56911111111", from_user_id: "CL.1a", id: "wamid.1", timestamp: "1739321024" };
const says = (message: object) => webhook({ metadata, contacts, messages: [{ ...hers, ...message }] });
const field = (name: string, value: object) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "1", changes: [{ field: name, value }] }],
});
const read = (json: unknown): Line[] => interpretFile("f.json", Buffer.from(JSON.stringify(json)));
const contact = { phone: "56911111111", bsuid: "CL.1a", username: "ella" };

test("a line says file, field, kind, who, which message and its words", () => {
  expect(read(says({ type: "text", text: { body: "hola" } }))).toEqual([
    { file: "f.json", field: "messages", kind: "message.text", contact, messageId: "wamid.1", text: "hola" },
  ]);
});

describe("kinds of messages", () => {
  const cases: [string, object, object][] = [
    [
      "a caption",
      { type: "image", image: { id: "1", caption: "mira" } },
      { kind: "message.image", text: "mira" },
    ],
    [
      "a document's name",
      { type: "document", document: { filename: "a.pdf" } },
      { kind: "message.document", text: "a.pdf" },
    ],
    [
      "a place's name",
      { type: "location", location: { latitude: 1, longitude: 2, name: "Plaza" } },
      { kind: "message.location", text: "Plaza" },
    ],
    ["a template button", { type: "button", button: { text: "Sí" } }, { kind: "message.button", text: "Sí" }],
    [
      "a button reply",
      { type: "interactive", interactive: { button_reply: { id: "x", title: "Sí" } } },
      { kind: "message.interactive", text: "Sí" },
    ],
    [
      "a list reply",
      { type: "interactive", interactive: { list_reply: { id: "x", title: "Centros" } } },
      { kind: "message.interactive", text: "Centros" },
    ],
    [
      "a flow whose reply is not JSON",
      {
        type: "interactive",
        interactive: { type: "nfm_reply", nfm_reply: { body: "Sent", response_json: "{" } },
      },
      { kind: "message.interactive", text: "Sent", note: "response_json is not JSON" },
    ],
    [
      "a flow whose reply is null",
      { type: "interactive", interactive: { nfm_reply: { response_json: null } } },
      { note: "response_json is absent" },
    ],
    [
      "an interactive without node",
      { type: "interactive" },
      { kind: "message.interactive", note: "without its node" },
    ],
    [
      "contacts",
      { type: "contacts", contacts: [{ name: { formatted_name: "Ana" } }, { phones: [{ phone: "+56 9" }] }] },
      { kind: "message.contacts", text: "Ana, +56 9" },
    ],
    [
      "a reaction",
      { type: "reaction", reaction: { message_id: "wamid.0", emoji: "👍" } },
      { kind: "message.reaction", text: "👍", note: "on wamid.0" },
    ],
    [
      "a reaction removed",
      { type: "reaction", reaction: { message_id: "wamid.0", emoji: "" } },
      { kind: "message.reaction", note: "removed; on wamid.0" },
    ],
    [
      "an edit",
      {
        type: "edit",
        edit: { original_message_id: "wamid.0", message: { type: "text", text: { body: "no" } } },
      },
      { kind: "message.edit", text: "no", note: "replaces wamid.0" },
    ],
    [
      "a revoke",
      { type: "revoke", revoke: { original_message_id: "wamid.0" } },
      { kind: "message.revoke", note: "takes back wamid.0" },
    ],
    [
      "a file that could not be had",
      { type: "image", image: { caption: "mira" }, errors: [{ code: 131052, title: "Media" }] },
      { kind: "message.image", text: "mira", note: "131052 Media" },
    ],
    [
      "an order with words",
      { type: "order", order: { text: "ayuda", product_items: [] } },
      { kind: "message.order", text: "ayuda" },
    ],
    ["a legacy voice note", { type: "voice", voice: { id: "1" } }, { kind: "message.voice" }],
    [
      "an answer",
      { type: "text", text: { body: "x" }, context: { id: "wamid.0" } },
      { note: "in reply to wamid.0" },
    ],
    ["a forward", { type: "text", text: { body: "x" }, context: { forwarded: true } }, { note: "forwarded" }],
    ["a type of tomorrow", { type: "hologram" }, { kind: "unknown", messageId: "wamid.1" }],
    ["a group's message", { type: "text", text: { body: "x" }, group_id: "g" }, { kind: "group" }],
    ["the opening of a chat", { type: "request_welcome" }, { kind: "message.request_welcome" }],
  ];
  test.each(cases)("%s", (_name, message, line) => {
    expect(read(says(message))).toMatchObject([line]);
  });
});

test("statuses: WhatsApp's word, the recipient, the reason", () => {
  const status = { id: "wamid.s", recipient_id: "56911111111", timestamp: 1739321024 };
  const errors = [{ code: 131047, title: "Re-engagement message" }];
  const statuses = [
    { ...status, status: "played" },
    { ...status, status: "failed", errors },
    { ...status, status: "deleted" },
  ];
  expect(read(webhook({ metadata, statuses: [...statuses, { ...status, status: "new" }] }))).toMatchObject([
    { kind: "status.played", status: "played", messageId: "wamid.s", contact: { phone: "56911111111" } },
    { kind: "status.failed", status: "failed", note: "131047 Re-engagement message" },
    { kind: "status.deleted", status: "deleted" },
    { kind: "unknown", note: "status new is not documented" },
  ]);
});

test("identity, account, echoes and what is not known", () => {
  const number = { type: "system", system: { type: "user_changed_number", wa_id: "56922222222" } };
  expect(read(webhook({ metadata, messages: [{ from: "56911111111", ...number }] }))).toMatchObject([
    {
      kind: "identity.user_changed_number",
      contact: { phone: "56922222222" },
      note: "56911111111 → 56922222222",
    },
  ]);
  const ids = { wa_id: "56911111111", user_id: { previous: "CL.1", current: "CL.2" } };
  expect(read(field("user_id_update", { user_id_update: [ids] }))).toMatchObject([
    { kind: "identity.user_id_update", contact: { phone: "56911111111", bsuid: "CL.2" } },
  ]);
  const kinds = (name: string, value: object) => read(field(name, value)).map(({ kind }) => kind);
  expect(kinds("account_update", { event: "ACCOUNT_RESTRICTION" })).toEqual(["account.ACCOUNT_RESTRICTION"]);
  expect(kinds("security", { event: "PIN_CHANGED" })).toEqual(["account.PIN_CHANGED"]);
  expect(kinds("business_capability_update", {})).toEqual(["account.business_capability_update"]);
  expect(kinds("message_template_quality_update", {})).toEqual(["account.message_template_quality_update"]);
  expect(kinds("user_preferences", { user_preferences: [{ wa_id: "5" }] })).toEqual([
    "account.user_preferences",
  ]);
  expect(kinds("group_settings_update", { groups: [{}, {}] })).toEqual(["group", "group"]);
  expect(kinds("smb_message_echoes", { message_echoes: [{ id: "w", to: "56911111111" }] })).toEqual(["echo"]);
  expect(kinds("holograms", {})).toEqual(["unknown"]);
  expect(read(webhook({ errors: [{ code: 130429 }] }))).toMatchObject([
    { kind: "account.error", note: "130429" },
  ]);
});

describe("whatever a file holds", () => {
  const text = JSON.stringify(says({ type: "text", text: { body: "hola" } }));
  const one = [{ kind: "message.text", text: "hola" }];
  const bytes: [string, Buffer | string, object[]][] = [
    ["a byte order mark", `\ufeff${text}`, one],
    ["UTF-16", Buffer.from(`\ufeff${text}`, "utf16le"), one],
    ["a list of webhooks", `[${text},${text}]`, [...one, ...one]],
    [
      "one webhook a line, one of them broken",
      `${text}\n{broken\n${text}\n`,
      [...one, { kind: "malformed", note: "not JSON" }, ...one],
    ],
    ["webhooks one after the other", `${text}${text}`, [...one, ...one]],
    ["a webhook as text inside an envelope", JSON.stringify({ headers: {}, body: text }), one],
    [
      "only the value",
      JSON.stringify({ metadata, contacts, messages: [{ ...hers, text: { body: "hola" } }] }),
      one,
    ],
    ["only the message", JSON.stringify({ ...hers, type: "text", text: { body: "hola" } }), one],
    ["an entry that is an object", text.replace('"entry":[', '"entry":').replace(/\]\}$/, "}"), one],
    ["not JSON", "hola", [{ kind: "malformed", note: "not JSON" }]],
    ["nothing", "", [{ kind: "malformed", note: "an empty file" }]],
    ["not text", Buffer.from([0x80, 0xff, 0x00]), [{ kind: "malformed" }]],
    ["another product", '{"object":"page","entry":[]}', [{ kind: "unknown" }]],
    ["an empty webhook", '{"object":"whatsapp_business_account","entry":[]}', [{ kind: "malformed" }]],
  ];
  test.each(bytes)("%s", (_name, content, lines) => {
    expect(interpretFile("f", Buffer.from(content as string))).toMatchObject(lines);
  });
});

test("the command prints one object a line and ends with 0, or 1 when a file cannot be read", () => {
  const folder = temporaryFolder();
  const program = fileURLToPath(new URL("interpret.ts", import.meta.url));
  const file = join(folder.path, "a.json");
  writeFileSync(file, `${JSON.stringify(says({ type: "text", text: { body: "á\n" } }))}`);
  const run = (...args: string[]) => {
    const env = { PATH: process.env.PATH, INIT_CWD: folder.path };
    const { status, stdout } = spawnSync(process.execPath, [program, ...args], { env, encoding: "utf8" });
    return {
      status,
      lines: stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line),
    };
  };
  expect(run("a.json", file)).toMatchObject({
    status: 0,
    lines: [{ file: "a.json", text: "á\n" }, { file }],
  });
  expect(run("missing.json", "a.json")).toMatchObject({ status: 1, lines: [{ file: "a.json" }] });
  folder.remove();
});
