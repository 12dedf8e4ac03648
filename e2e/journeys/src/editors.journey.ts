import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { logIn } from "./people.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let elena: Page;

beforeAll(async () => {
  house = await startHouse();
  elena = await house.page();
  await logIn(elena, house.stack.addresses["executive-routing"], "Elena");
  await seenSoon(elena.getByRole("heading", { name: "Contenido del robot" }));
});
afterAll(() => house?.stop());

const list = () => elena.getByRole("navigation", { name: "Artículos" });
const view = (name: string) =>
  elena
    .locator("label")
    .filter({ hasText: new RegExp(`^${name}$`) })
    .click();

test("an editor, who has no desk, reads what the robot says as she receives it", async () => {
  await list().getByRole("searchbox", { name: "Buscar un artículo" }).fill("denunciar");
  await list().getByRole("button", { name: "Dónde y cómo avisar" }).click();
  await seenSoon(elena.getByRole("heading", { name: "Como lo recibe ella" }));
  await expectNoAxeViolationsInBoth(elena, "robot-article");
});

test("she asks it as a woman would, and sees why it answers so", async () => {
  await view("Probar el robot");
  await elena.getByRole("textbox", { name: "Escribe como escribiría ella" }).fill("¿dónde puedo denunciar?");
  await elena.getByRole("button", { name: "Preguntar" }).click();
  await seenSoon(elena.getByText("¿dónde puedo denunciar?"));
  await seenSoon(elena.getByRole("heading", { name: "Por qué" }));
  await seenSoon(elena.getByText(/Palabras que busca: .*denunci/));
  await expectNoAxeViolationsInBoth(elena, "robot-why");
});

test("what nobody could answer has its own view, empty as long as nothing was asked three times", async () => {
  await view("Sin respuesta");
  await seenSoon(elena.getByText("Nada se ha preguntado tres veces sin respuesta."));
  await expectNoAxeViolationsInBoth(elena, "robot-gaps");
});

test("another wording is refused with its reasons in her language, and a good one leaves as a patch", async () => {
  await view("Artículo");
  await elena.getByRole("button", { name: "Proponer un cambio" }).click();
  const field = elena.getByRole("textbox", { name: "Texto del artículo, con sus datos al comienzo" });
  const before = await field.inputValue();
  const download = elena.getByRole("button", { name: "Descargar la propuesta" });
  await field.fill(`${before}\nLlama al 600 000 0000.\n`);
  await seenSoon(
    elena.getByText("El número «600 000 0000» está escrito a mano: tómalo de la lista de números."),
  );
  expect(await download.isDisabled()).toBe(true);
  await expectNoAxeViolationsInBoth(elena, "robot-refused");

  await field.fill(`${before}\nEso es todo.\n`);
  await seenSoon(elena.getByText("Cumple con todo lo que se revisa al publicar."));
  const leaving = elena.waitForEvent("download");
  await download.click();
  const file = await leaving;
  expect(file.suggestedFilename()).toMatch(/\.patch$/);
  expect(readFileSync(await file.path(), "utf8")).toContain("+Eso es todo.");
});
