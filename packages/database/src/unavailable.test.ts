import { expect, test } from "vitest";
import { isContended, isUnavailable } from "./index.ts";

const withCode = (code: string) => Object.assign(new Error("said the server"), { code });

test.each(["ECONNREFUSED", "ECONNRESET", "EPIPE", "08006", "53300", "53100", "57P01", "57P03", "25006"])(
  "%s means that Postgres is away",
  (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
  },
);

test.each(["23505", "42P01", "57014", "40001", "22P02"])("%s is the statement's own affair", (code) => {
  expect(isUnavailable(withCode(code))).toBe(false);
});

test("it is found behind a cause and among several errors", () => {
  expect(isUnavailable(new Error("outer", { cause: withCode("ECONNREFUSED") }))).toBe(true);
  expect(isUnavailable(new AggregateError([withCode("ECONNREFUSED")]))).toBe(true);
});

test("what is not an error is not an outage", () => {
  expect(isUnavailable(undefined)).toBe(false);
  expect(isUnavailable("ECONNREFUSED")).toBe(false);
});

test("deadlocks and serialization failures are contention", () => {
  expect(isContended(withCode("40001"))).toBe(true);
  expect(isContended(withCode("40P01"))).toBe(true);
  expect(isContended(withCode("23505"))).toBe(false);
});
