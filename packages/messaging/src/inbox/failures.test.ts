import { expect, test } from "vitest";
import { z } from "zod";
import { Conflict, classify, describeFailure, Permanent, Transient } from "./failures.ts";

const withCode = (code: string, extra: object = {}) =>
  Object.assign(new Error('invalid input: "hola, necesito ayuda"'), { code, ...extra });

test("each class is what it says, and the database's own troubles find theirs", () => {
  expect(classify(new Transient("vault"))).toBe("transient");
  expect(classify(withCode("ECONNREFUSED"))).toBe("transient");
  expect(classify(new Permanent("no session"))).toBe("permanent");
  expect(classify(new Conflict("version"))).toBe("conflict");
  expect(classify(withCode("40P01"))).toBe("conflict");
  expect(classify(withCode("23505"))).toBe("other");
  expect(classify("thrown")).toBe("other");
});

test("our own messages are kept", () => {
  expect(describeFailure(new Permanent("session 7 is closed"))).toBe("Permanent: session 7 is closed");
});

test("what others say may quote her, so only class, code and place remain", () => {
  let parsing: unknown;
  try {
    JSON.parse("hola, necesito ayuda");
  } catch (error) {
    parsing = error;
  }
  expect(describeFailure(parsing)).toMatch(/^SyntaxError at failures\.test\.ts:\d+$/);
  const database = withCode("22P02", { table: "sessions", column: "tier", detail: "(hola, necesito ayuda)" });
  expect(describeFailure(database)).toMatch(/^Error 22P02 sessions tier at failures\.test\.ts:\d+$/);
  expect(describeFailure("hola, necesito ayuda")).not.toContain("ayuda");
});

test("a schema that does not fit is told by path and code", () => {
  const { error } = z.object({ kind: z.enum(["text"]) }).safeParse({ kind: "hola, necesito ayuda" });
  expect(describeFailure(error)).toContain("kind (invalid_value)");
  expect(describeFailure(error)).not.toContain("ayuda");
});
