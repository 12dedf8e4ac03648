import { expect, test } from "vitest";
import { sign } from "../testing/payloads.test-support.ts";
import { digestOf, isSignedBy, signingKey } from "./signature.ts";

const secret = "app-secret";
const isSigned = (body: string | Buffer, header: string | undefined) => {
  const digest = digestOf(header);
  return digest !== undefined && isSignedBy(signingKey(secret), Buffer.from(body), digest);
};

test("what Meta signed is accepted, byte for byte", () => {
  for (const body of ['{"a":1}', "", "ni\\u00f1a \\/ \\ud83d\\ude00", "niña 😀 مرحبا", '{ "a" :1 }']) {
    expect(isSigned(body, sign(body, secret))).toBe(true);
  }
});

test("the same JSON with other bytes is not what was signed", () => {
  expect(isSigned('{"text":"niña"}', sign('{"text":"ni\\u00f1a"}', secret))).toBe(false);
  expect(isSigned('{"a":1}', sign('{"a": 1}', secret))).toBe(false);
});

test("a forged, cut, or differently spelled signature is refused", () => {
  const body = '{"a":1}';
  const good = sign(body, secret);
  const forged = [
    undefined,
    "",
    "sha256=",
    good.slice(0, -1),
    `${good}0`,
    good.replace("sha256=", "sha1=00"),
    good.replace("sha256=", "SHA256="),
    good.slice(7),
    `sha256=${"0".repeat(64)}`,
    `sha256=${"z".repeat(64)}`,
    sign(body, "another secret"),
  ];
  for (const header of forged) expect(isSigned(body, header), String(header)).toBe(false);
});
