import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let hers: Awaited<ReturnType<typeof newPhone>>;
let ana: Page;
let berta: Page;

beforeAll(async () => {
  house = await startHouse();
  hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  const carla = await deskClient(house.stack.addresses["executive-routing"], "Carla");
  const { people } = (await carla.insist("GET", "/people")).body as { people: { id: string }[] };
  for (const { id } of people) await carla.insist("PUT", `/people/${id}`, { capacity: 4 });
  [ana, berta] = [await house.page(), await house.page()];
  await logIn(ana, house.stack.addresses["executive-routing"], "Ana");
  await logIn(berta, house.stack.addresses["executive-routing"], "Berta");
  for (const page of [ana, berta]) await seenSoon(page.getByText("Nadie espera. Respira."));
});
afterAll(() => house?.stop());

const taken = (page: Page) => page.getByRole("textbox", { name: "Escribe tu mensaje" });

test("two executives take the same one at the same moment: one attends, the other is told, kindly", async () => {
  await hers.writes("hola, quiero saber cómo se pide una hora");
  for (const page of [ana, berta]) await seenSoon(page.locator("[data-session-id]").first());
  for (const page of [ana, berta]) await page.locator("[data-session-id] button").first().click();
  // At the same moment: a click that is waited for would find the slower one's button already gone.
  const buttons = [ana, berta].map((page) => page.getByRole("button", { name: "Tomar esta atención" }));
  for (const button of buttons) await seenSoon(button);
  await Promise.all(buttons.map((button) => button.dispatchEvent("click")));
  await expect
    .poll(async () => (await taken(ana).count()) + (await taken(berta).count()), { timeout: 15_000 })
    .toBe(1);
  const loser = (await taken(ana).count()) === 1 ? berta : ana;
  await seenSoon(loser.getByText("Nadie espera. Respira."));
  expect(await taken(loser).count()).toBe(0);
  expect(await loser.locator("nav [data-session-id]").count()).toBe(0);
});

test("what she writes while the line is down shows when it is back, under its own divider; her draft is there", async () => {
  const page = (await taken(ana).count()) === 1 ? ana : berta;
  const desk = deskOf(page);
  await taken(page).fill("a medio escribir");
  await page.context().setOffline(true);
  await seenSoon(page.getByText(/Sin conexión desde las/));
  await taken(page).press("End");
  expect(await page.getByRole("button", { name: "Enviar" }).isDisabled()).toBe(true);
  await expectNoAxeViolations(page);
  await hers.writes("te escribo mientras no estás");
  await page.waitForTimeout(1_500);
  expect(await desk.bubble("mientras no estás").count()).toBe(0);

  await page.context().setOffline(false);
  await seenSoon(desk.bubble("te escribo mientras no estás"));
  await seenSoon(page.getByRole("heading", { name: "Mientras no estabas" }));
  expect(await desk.bubble("te escribo mientras no estás").count()).toBe(1);
  expect(await taken(page).inputValue()).toBe("a medio escribir");
  await expect.poll(() => page.getByRole("button", { name: "Enviar" }).isEnabled()).toBe(true);
  await expectNoAxeViolations(page);
});

test("what was said in one conversation while she looked at another is there when she comes back to it", async () => {
  const [page, name] = (await taken(ana).count()) === 1 ? [ana, "Ana"] : [berta, "Berta"];
  const desk = deskOf(page);
  const first = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await (await newPhone(house.stack.addresses.simulator, "Otra Inventada")).writes(
    "hola, tengo otra pregunta",
  );
  await seenSoon(page.locator("section [data-session-id]").first());
  await desk.takeNext();
  await seenSoon(desk.bubble("otra pregunta"));
  const elsewhere = await deskClient(house.stack.addresses["executive-routing"], name);
  expect((await elsewhere.says(first, "Te contesto desde la otra ventana.")).status).toBeLessThan(300);
  await page.waitForTimeout(1_000);
  await page.locator(`nav [data-session-id="${first}"] button`).click();
  await seenSoon(desk.bubble("Te contesto desde la otra ventana."));
});
