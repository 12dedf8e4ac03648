import { expect, test } from "vitest";
import { loadCheckText } from "../safety.ts";
import { createMaskText } from "./mask.ts";

const mask = createMaskText(loadCheckText());

test("what identifies somebody is masked where it stands, and says of which kind it was", () => {
  expect(
    mask("Hermana: +56 9 8765 4321, RUT 12.345.678-5, vive en Pasaje Las Rosas 45. Llamar a las 18:30."),
  ).toBe("Hermana: [teléfono], RUT [RUT], vive en [dirección]. Llamar a las 18:30.");
  expect(mask("escribe desde ana.perez@correo.example.cl")).toBe("escribe desde [correo]");
});

test("so is the name that she does not want written, and her alias is not", () => {
  const plan = { realName: "Filomena Inventada", alias: "Petunia" };
  expect(mask("Petunia dice que Filomena no se use", plan)).toBe("Petunia dice que [nombre] no se use");
});

test("what the team must be able to say stays as it is", () => {
  const note = "La amenazó con un cuchillo; hizo la denuncia en Carabineros y pide casa de acogida.";
  expect(mask(note)).toBe(note);
});
