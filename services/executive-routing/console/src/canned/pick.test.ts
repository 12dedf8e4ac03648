import { expect, test } from "vitest";
import { askedFor, type Canned, fitting, put } from "./pick.ts";

const reply = (name: string, text: string): Canned => ({
  id: name,
  scope: "team",
  name,
  text,
  betrays: false,
  mayChange: false,
});

test("a slash asks only where a line begins: a date or a fraction does not", () => {
  expect(askedFor("/sal", 4)).toBe("sal");
  expect(askedFor("hola\n/", 6)).toBe("");
  expect(askedFor("el 5/6", 6)).toBeNull();
  expect(askedFor("/sal y algo", 11)).toBeNull();
});

test("what begins so comes before what only holds it, whatever the accents", () => {
  const all = [
    reply("despedida", "hasta mañana, saludos"),
    reply("saludo", "hola"),
    reply("Sábado", "nos vemos"),
  ];
  expect(fitting(all, "sa").map(({ name }) => name)).toEqual(["saludo", "Sábado", "despedida"]);
  expect(fitting(all, "").length).toBe(3);
});

test("only what was asked is replaced", () => {
  expect(put("hola\n/sal\nsigo", 9, "Buenas tardes")).toEqual({
    text: "hola\nBuenas tardes\nsigo",
    caret: 18,
  });
});
