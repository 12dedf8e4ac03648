import { expect, test } from "vitest";
import { formsOf, phoneNeedles } from "./needles.ts";

const found = (needles: ReturnType<typeof formsOf>, bytes: Buffer) =>
  needles.filter((needle) => bytes.includes(needle.bytes)).map(({ form }) => form);

test("a mark is found in every encoding, wherever it stands", () => {
  const needles = formsOf("mark", "qzxvmarcada");
  for (const before of ["", "a", "ab", "abc", "ñandú "]) {
    const text = `${before}qzxvmarcada y más`;
    expect(found(needles, Buffer.from(text))).toContain("utf8");
    expect(found(needles, Buffer.from(text, "utf16le"))).toContain("utf16le");
    expect(found(needles, Buffer.from(Buffer.from(text).toString("hex")))).toContain("hex");
    expect(found(needles, Buffer.from(Buffer.from(text).toString("base64"))).join()).toContain("base64");
    expect(found(needles, Buffer.from(Buffer.from(text).toString("base64url"))).join()).toContain("base64");
  }
  expect(found(needles, Buffer.from("otra cosa"))).toEqual([]);
});

test("a phone number is found however it is spelled, also inside WhatsApp's ids", () => {
  const needles = phoneNeedles("56987654321");
  const wamid = `wamid.${Buffer.from("\x1c\x1856987654321\x15\x02").toString("base64")}`;
  for (const text of [
    "+56987654321",
    "987654321",
    "+56 9 8765 4321",
    "9-8765-4321",
    "tel:56987654321",
    wamid,
  ])
    expect(found(needles, Buffer.from(text)), text).not.toEqual([]);
  expect(found(needles, Buffer.from("+56 9 8765 4322, 56987654320"))).toEqual([]);
});
