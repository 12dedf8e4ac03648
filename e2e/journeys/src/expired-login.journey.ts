import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, fillPassword, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";
import { shot } from "./shots.ts";

/** Half a minute instead of half an hour. */
const idleMinutes = 0.5;
const draft = "Te leo. Estoy buscando el teléfono del centro que";

let house: House;
let page: Page;
let address: string;
let url: string;

beforeAll(async () => {
  house = await startHouse({ idleMinutes });
  address = house.stack.addresses["executive-routing"];
  page = await house.page();
  await logIn(page, address, "Ana");
  await seenSoon(page.getByText("Nadie espera. Respira."));
});
afterAll(() => house?.stop());

const composer = () => page.getByRole("textbox", { name: "Escribe tu mensaje" });

test("while she writes, her login stays", async () => {
  const hers = await newPhone(house.stack.addresses.simulator, "Alguien de Cuento");
  await hers.writes("hola, quiero saber dónde queda el centro más cercano");
  await deskOf(page).takeNext();
  await composer().pressSequentially(draft, { delay: 800, timeout: 60_000 });
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(await composer().inputValue()).toBe(draft);
  url = page.url();
});

test("when nobody touches the screen she is asked, and one touch is enough", async () => {
  const dialog = page.getByRole("dialog", { name: "¿Sigues ahí?" });
  await dialog.waitFor({ timeout: 30_000 });
  await expectNoAxeViolations(page);
  await shot(page, "stay-dialog");
  await page.getByRole("button", { name: "Aquí estoy" }).click();
  await dialog.waitFor({ state: "hidden" });
  expect(await composer().inputValue()).toBe(draft);
});

test("left alone it ends, the socket with it, and nothing of the desk stays on the screen", async () => {
  await page.waitForURL(/\/entrar/, { timeout: 60_000 });
  await seenSoon(page.getByText(/Tu ingreso terminó/));
  await expectNoAxeViolations(page);
  await shot(page, "login-ended");
  expect(await page.getByText("Alguien de Cuento").count()).toBe(0);
  expect(await page.evaluate(async () => (await fetch("/api/desk")).status)).toBe(401);
});

test("entering again she is where she was, with the words she had not sent", async () => {
  await fillPassword(page, "Ana");
  await seenSoon(composer());
  expect(page.url()).toBe(url);
  expect(await composer().inputValue()).toBe(draft);
  await deskOf(page).answers(`${draft} te sirve`);
  await seenSoon(deskOf(page).bubble("te sirve"));
});

test("somebody else at the same screen does not find them", async () => {
  await composer().fill("un borrador que es de Ana");
  await page.waitForURL(/\/entrar/, { timeout: 60_000 });
  await fillPassword(page, "Berta");
  await page.waitForURL(url);
  await page.waitForTimeout(1_000);
  expect(await page.locator("body").textContent()).not.toContain("un borrador que es de Ana");
  expect(await composer().count()).toBe(0);
});
