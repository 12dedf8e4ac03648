import { createHash } from "node:crypto";
import { typeOf } from "@liss/media";
import { expect, test } from "vitest";
import { sha256Of } from "./hash.ts";

test("a hash is read in base64 and in hex, and anything else is no hash", () => {
  const hash = createHash("sha256").update("x").digest();
  expect(sha256Of(hash.toString("base64"))).toEqual(hash);
  expect(sha256Of(hash.toString("hex"))).toEqual(hash);
  for (const text of [undefined, "", "abc", "zz".repeat(32), hash.toString("base64").slice(4)]) {
    expect(sha256Of(text)).toBeUndefined();
  }
});

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const zipOf = (name: string, content = "") => {
  const header = Buffer.alloc(30);
  header.write("PK\u0003\u0004", "latin1");
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name + content, "latin1")]);
};
const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const docx = zipOf(
  "[Content_Types].xml",
  `<Types><Override PartName="/word/document.xml" ContentType="${wordType}.main+xml"/></Types>`,
);

test.each([
  ["image/jpeg", bytes([0xff, 0xd8, 0xff, 0xe0], "JFIF")],
  [
    "image/png",
    bytes([0x89], "PNG\r\n", [0x1a, 0x0a], [0, 0, 0, 13], "IHDR", [0, 0, 0, 1, 0, 0, 0, 1], "xxxxIDAT"),
  ],
  ["application/pdf", bytes("%PDF-1.7\n")],
  ["video/mp4", Buffer.from("000000186674797069736f6d0000020069736f6d6d703432", "hex")],
  [wordType, docx],
  ["text/plain", Buffer.from("Me citó el juzgado el día 5 a las 10 — ¿qué llevo?\n", "utf8")],
  ["text/plain", Buffer.from("ñ", "utf8")],
])("%s is kept as what it is, whatever it claims", async (mime, file) => {
  expect(await typeOf(file, "application/x-msdownload")).toBe(mime);
});

test.each([
  ["a Windows program", bytes("MZ", [0x90, 0, 3, 0, 0, 0])],
  ["a Linux program", bytes([0x7f], "ELF", [2, 1, 1, 0, 0, 0, 0, 0])],
  ["a program for her phone, or any archive", zipOf("AndroidManifest.xml")],
  ["an archive", bytes("7z", [0xbc, 0xaf, 0x27, 0x1c, 0, 4])],
  ["a shell script", Buffer.from("#!/bin/sh\nrm -rf /\n")],
  ["a page", Buffer.from("  <!DOCTYPE html><script>alert(1)</script>")],
  ["a drawing with scripts", Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
  ["bare drawing", Buffer.from('<svg onload="x()"/>')],
  ["nothing", Buffer.alloc(0)],
  ["noise", Buffer.from([0, 1, 2, 3, 250, 251])],
])("%s is refused, whatever it claims", async (_what, file) => {
  expect(await typeOf(file, "image/jpeg")).toBeUndefined();
});

test("old office files look alike: they are what they claim, and no installer", async () => {
  const container = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);
  expect(await typeOf(container, "application/msword")).toBe("application/msword");
  expect(await typeOf(container, "application/x-msi")).toBeUndefined();
  expect(await typeOf(container, null)).toBeUndefined();
});
