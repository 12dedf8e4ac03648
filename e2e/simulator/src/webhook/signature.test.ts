import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { signatureOf, webhookBytes } from "./signature.ts";

test("non-ASCII and slashes travel escaped, as Meta writes them, and parse back to the same text", () => {
  const body = { text: "ñandú 🌻 مرحبا https://example.test/a", control: "\u007f" };
  const bytes = webhookBytes(body);
  expect(bytes.every((byte) => byte < 0x7f)).toBe(true);
  expect(bytes.toString("latin1")).toContain("\\u00f1and\\u00fa \\ud83c\\udf3b");
  expect(bytes.toString("latin1")).toContain("https:\\/\\/example.test\\/a");
  expect(JSON.parse(bytes.toString("utf8"))).toEqual(body);
});

test("a backslash before a slash survives the escaping", () => {
  const body = { text: "C:\\/carpeta\\\\/x" };
  expect(JSON.parse(webhookBytes(body).toString("utf8"))).toEqual(body);
});

test("the signature is HMAC-SHA256 of the exact bytes, 71 characters with its prefix", () => {
  const bytes = webhookBytes({ hola: "señora" });
  const signature = signatureOf(bytes, "secret");
  expect(signature).toHaveLength(71);
  expect(signature).toBe(`sha256=${createHmac("sha256", "secret").update(bytes).digest("hex")}`);
  expect(signatureOf(bytes, "other")).not.toBe(signature);
});
