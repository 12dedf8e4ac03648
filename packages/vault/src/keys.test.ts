import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { aadOf } from "./box.ts";
import { blindIndex, parseKey, vaultGrants } from "./index.ts";
import { keyCache } from "./key-cache.ts";

describe("reading keys", () => {
  test("a key is 32 bytes in base64", () => {
    const key = randomBytes(32);
    expect(
      parseKey(`${key.toString("base64")}
`),
    ).toEqual(key);
  });

  test("anything else is refused without repeating it", () => {
    for (const text of [
      "",
      "secreto",
      randomBytes(31).toString("base64"),
      randomBytes(33).toString("base64"),
    ]) {
      expect(() => parseKey(text)).toThrow(RangeError);
      expect(() => parseKey(text)).toThrow(/^a key must be 32 bytes/);
    }
  });
});

describe("the blind index", () => {
  test("is HMAC-SHA-256 (RFC 4231, test case 2)", () => {
    expect(blindIndex(Buffer.from("Jefe"), "what do ya want for nothing?").toString("hex")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  test("depends on the key and on the value", () => {
    const [one, other] = [randomBytes(32), randomBytes(32)];
    expect(blindIndex(one, "+56900000001")).toEqual(blindIndex(one, "+56900000001"));
    expect(blindIndex(one, "+56900000001")).not.toEqual(blindIndex(other, "+56900000001"));
    expect(blindIndex(one, "+56900000001")).not.toEqual(blindIndex(one, "+56900000002"));
  });
});

describe("the cache of unwrapped keys", () => {
  test("lets go of a key that expires, is replaced, overflows or is forgotten", () => {
    let now = 0;
    const cache = keyCache({ lifeMs: 60_000, bound: 2, now: () => now });
    const keys = Array.from({ length: 5 }, () => createSecretKey(randomBytes(32)));
    cache.put("a", keys[0]!);
    cache.put("a", keys[1]!);
    expect(cache.get("a")).toBe(keys[1]);
    cache.put("b", keys[2]!);
    cache.put("c", keys[3]!);
    expect(cache.size).toBe(2);
    expect(cache.get("a")).toBeUndefined();
    now = 59_999;
    expect(cache.get("b")).toBe(keys[2]);
    cache.put("d", keys[4]!);
    now = 60_000;
    expect(cache.get("c")).toBeUndefined();
    cache.forget("d");
    expect(cache.get("d")).toBeUndefined();
    expect(cache.size).toBe(0);
  });
});

test("the parts of an AAD cannot be confused with one another", () => {
  expect(aadOf("ab", "c")).not.toEqual(aadOf("a", "bc"));
  expect(aadOf("a")).not.toEqual(aadOf("a", ""));
});

test("grants refuse a role name that could carry SQL", () => {
  expect(() => vaultGrants({ users: ['x"; drop table content_keys; --'], destroyers: {} })).toThrow(
    RangeError,
  );
});
