import { describe, expect, test } from "vitest";
import { Frame, type MessageType, shapes } from "./message-shapes.ts";
import { refuseShape } from "./refuse-shape.ts";

function refused(type: MessageType, node: unknown): { code: number; text: string } | undefined {
  const parsed = shapes[type].safeParse(node);
  if (parsed.success) return undefined;
  const issues = parsed.error.issues.map((issue) => ({ ...issue, path: [type, ...issue.path] }));
  const { code, body } = refuseShape({ [type]: node }, issues);
  return { code, text: JSON.stringify(body.error) };
}
const long = (length: number) => "a".repeat(length);
const button = (title: string, id = title) => ({ type: "reply", reply: { id, title } });
const buttons = (all: unknown[], body = "¿Sí?") => ({
  type: "button",
  body: { text: body },
  action: { buttons: all },
});
const row = (id: string, title = "Fila") => ({ id, title });
const list = (sections: unknown[], body = "Elige", label = "Ver") => ({
  type: "list",
  body: { text: body },
  action: { button: label, sections },
});
const rows = (count: number, prefix = "r") =>
  Array.from({ length: count }, (_, index) => row(`${prefix}${index}`));

describe("at the limit it is accepted, one beyond it is refused with the field's name", () => {
  const cases: [string, MessageType, unknown, unknown, number, string][] = [
    ["text of 4096", "text", { body: long(4096) }, { body: long(4097) }, 100, "text['body']"],
    ["empty text", "text", { body: "a" }, { body: "" }, 100, "text['body']"],
    [
      "3 buttons",
      "interactive",
      buttons([button("a"), button("b"), button("c")]),
      buttons([button("a"), button("b"), button("c"), button("d")]),
      131009,
      "interactive['action']['buttons']",
    ],
    [
      "button title of 20",
      "interactive",
      buttons([button(long(20))]),
      buttons([button(long(21), "x")]),
      131009,
      "['buttons'][0]['reply']['title']",
    ],
    [
      "button id of 256",
      "interactive",
      buttons([button("a", long(256))]),
      buttons([button("a", long(257))]),
      131009,
      "['reply']['id']",
    ],
    [
      "unique titles",
      "interactive",
      buttons([button("a"), button("b")]),
      buttons([button("a", "1"), button("a", "2")]),
      131009,
      "titles must be unique",
    ],
    [
      "button body of 1024",
      "interactive",
      buttons([button("a")], long(1024)),
      buttons([button("a")], long(1025)),
      131009,
      "interactive['body']['text']",
    ],
    [
      "list body of 4096",
      "interactive",
      list([{ rows: rows(1) }], long(4096)),
      list([{ rows: rows(1) }], long(4097)),
      131009,
      "interactive['body']['text']",
    ],
    [
      "list button of 20",
      "interactive",
      list([{ rows: rows(1) }], "a", long(20)),
      list([{ rows: rows(1) }], "a", long(21)),
      131009,
      "interactive['action']['button']",
    ],
    [
      "10 rows in total",
      "interactive",
      list([
        { title: "a", rows: rows(5) },
        { title: "b", rows: rows(5, "s") },
      ]),
      list([
        { title: "a", rows: rows(6) },
        { title: "b", rows: rows(5, "s") },
      ]),
      131009,
      "10 in total",
    ],
    [
      "row title of 24",
      "interactive",
      list([{ rows: [row("a", long(24))] }]),
      list([{ rows: [row("a", long(25))] }]),
      131009,
      "['rows'][0]['title']",
    ],
    [
      "row description of 72",
      "interactive",
      list([{ rows: [{ ...row("a"), description: long(72) }] }]),
      list([{ rows: [{ ...row("a"), description: long(73) }] }]),
      131009,
      "['description']",
    ],
    [
      "one of id and link",
      "image",
      { id: "1" },
      { id: "1", link: "https://example.test/a.jpg" },
      100,
      "image",
    ],
    [
      "caption of 1024",
      "image",
      { id: "1", caption: long(1024) },
      { id: "1", caption: long(1025) },
      100,
      "image['caption']",
    ],
  ];
  test.each(cases)("%s", (_title, type, good, bad, code, field) => {
    expect(refused(type, good)).toBeUndefined();
    const refusal = refused(type, bad);
    expect(refusal?.code).toBe(code);
    expect(refusal?.text).toContain(field);
  });
});

test("what is missing is 131008, and messaging_product has its own words", () => {
  expect(refused("text", {})).toMatchObject({ code: 131008 });
  expect(refused("text", undefined)).toMatchObject({ code: 131008 });
  expect(refused("interactive", { type: "button", body: { text: "a" } })).toMatchObject({ code: 131008 });
  const frame = Frame.safeParse({ to: "+56900000001" });
  const answer = refuseShape({ to: "+56900000001" }, frame.error?.issues ?? []);
  expect(answer.body.error.message).toBe("(#100) The parameter messaging_product is required.");
});

test("biz_opaque_callback_data takes 512 characters and no more", () => {
  const frame = (data: string) =>
    Frame.safeParse({ messaging_product: "whatsapp", to: "+56900000001", biz_opaque_callback_data: data });
  expect(frame(long(512)).success).toBe(true);
  expect(frame(long(513)).success).toBe(false);
});
