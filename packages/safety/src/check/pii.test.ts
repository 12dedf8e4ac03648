import { expect, test } from "vitest";
import { loadCheckText } from "../safety.ts";
import { piiIn } from "./pii.ts";

test.each([
  ["su RUT es 12.345.678-5", "rut", "12.345.678-5"],
  ["12345678-k", "rut", "12345678-k"],
  ["rut: 123456785", "rut", "123456785"],
  ["llámame al +56 9 8765 4321", "phone", "+56 9 8765 4321"],
  ["987654321", "phone", "987654321"],
  ["ana.perez@correo.example.cl", "email", "ana.perez@correo.example.cl"],
  ["vive en Los Aromos 1234", "address", "Los Aromos 1234"],
  ["Pasaje Las Rosas 45", "address", "Pasaje Las Rosas 45"],
])("%s holds a %s", (text, code, words) => {
  expect(piiIn(text).map((reason) => [reason.kind, reason.code, reason.words])).toContainEqual([
    "pii",
    code,
    words,
  ]);
});

test.each(["Son $12.345.678", "el 15 a las 16:30", "pedido 778812", "2 tazas de harina", "sala 133"])(
  "%s identifies nobody",
  (text) => {
    expect(piiIn(text)).toEqual([]);
  },
);

test("is told only to who asks, and does not make a text unsafe", () => {
  const check = loadCheckText();
  const text = "Hola, el local queda en Pasaje Las Rosas 45";
  expect(check(text)).toEqual({ safe: true, reasons: [] });
  expect(check(text, undefined, { pii: true })).toMatchObject({
    safe: true,
    reasons: [{ kind: "pii", code: "address" }],
  });
});
