import { expect, test } from "vitest";
import { filled } from "./fill.ts";

test("the greeting is the hour's in Santiago, and she signs with her first name", () => {
  const text = "{saludo}, soy {ejecutiva}.";
  expect(filled(text, Date.parse("2026-11-24T02:00:00Z"), "Ana Ficticia")).toBe("Buenas noches, soy Ana.");
  expect(filled(text, Date.parse("2026-11-24T12:00:00Z"), "Ana Ficticia")).toBe("Buenos días, soy Ana.");
  expect(filled(text, Date.parse("2026-11-24T18:00:00Z"), "Ana")).toBe("Buenas tardes, soy Ana.");
});
