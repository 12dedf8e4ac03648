import { expect, test } from "vitest";
import { isOwnName } from "./own-name.ts";

test("a surname of hers is her name, however it is written", () => {
  expect(isOwnName("habló de PEREZ", "Rosa Pérez Soto")).toBe(true);
  expect(isOwnName("soto", "Rosa Pérez Soto")).toBe(true);
  expect(isOwnName("Rosa Pérez", "Rosa Pérez Soto")).toBe(true);
});

test("a first name is a code name's too, and says nothing by itself", () => {
  expect(isOwnName("Rosa-41", "Rosa Pérez")).toBe(false);
  expect(isOwnName("rosa", "Rosa")).toBe(true);
});

test("what stands before a surname, and a part of a word, are no name", () => {
  expect(isOwnName("la casa de los niños", "Ana de la Fuente")).toBe(false);
  expect(isOwnName("perezosa", "Rosa Pérez")).toBe(false);
  expect(isOwnName("", "Rosa Pérez")).toBe(false);
  expect(isOwnName("algo", "")).toBe(false);
});
