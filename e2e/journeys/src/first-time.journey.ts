import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let page: Page;
const tour = () => page.getByRole("dialog", { name: "Tu escritorio, en un minuto" });

beforeAll(async () => {
  house = await startHouse();
  page = await house.page({ newcomer: true });
  await logIn(page, house.stack.addresses["executive-routing"], "Ana");
});
afterAll(() => house?.stop());

test("who sits down for the first time is shown around, with one key, and never again by itself", async () => {
  await seenSoon(tour().getByRole("heading", { name: "Quién espera" }));
  await expectNoAxeViolations(page);
  for (const title of [
    "Una emergencia suena",
    "Antes de escribir",
    "El robot, solo si tú lo dices",
    "Sin el mouse",
  ]) {
    await page.keyboard.press("Enter");
    await seenSoon(tour().getByRole("heading", { name: title }));
  }
  await expectNoAxeViolations(page);
  await page.keyboard.press("Enter");
  await tour().waitFor({ state: "hidden" });
  await page.reload();
  await seenSoon(page.getByText("Nadie espera. Respira."));
  await page.waitForTimeout(1_000);
  expect(await tour().count()).toBe(0);
});

test("it is there for whoever asks, and gives way to an emergency", async () => {
  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Ver el recorrido" }).click();
  await seenSoon(tour());
  const hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  await hers.writes("está afuera con un cuchillo, ayuda");
  await tour().waitFor({ state: "hidden", timeout: 20_000 });
  await seenSoon(page.getByText("Emergencia").first());
});
