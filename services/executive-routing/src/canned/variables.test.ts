import { expect, test } from "vitest";
import { fillVariables, unknownVariablesIn } from "./variables.ts";

test("only the variables that the console fills in may stand in braces", () => {
  expect(unknownVariablesIn("{saludo}, soy { ejecutiva }. Son las {hora}.")).toEqual([]);
  expect(unknownVariablesIn("Hola {nombre}, te leo {saludo}")).toEqual(["nombre"]);
});

test("they are filled in wherever they stand, and nothing else is touched", () => {
  const values = { saludo: "Buenas noches", ejecutiva: "Ana", hora: "23:10" };
  expect(fillVariables("{saludo}, soy { ejecutiva }. {saludo} {otra}", values)).toBe(
    "Buenas noches, soy Ana. Buenas noches {otra}",
  );
});
