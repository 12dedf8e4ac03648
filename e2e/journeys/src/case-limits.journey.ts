import pg from "pg";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFineAtDouble, expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

/** At 200 % of 1366×768. */
const half = { width: 683, height: 384 };
const whole = { width: 1366, height: 768 };

let house: House;
let page: Page;
let address: string;

beforeAll(async () => {
  house = await startHouse();
  page = await house.page();
  await logIn(page, house.stack.addresses["executive-routing"], "Ana");
  const hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  await hers.writes("hola, quiero preguntar algo");
  await seenSoon(page.locator("[data-session-id]").first());
  await deskOf(page).takeNext();
  await seenSoon(deskOf(page).bubble("quiero preguntar"));
  address = page.url();
});
afterAll(() => house?.stop());

const dialog = () => page.getByRole("dialog");
const part = (name: string) => dialog().getByRole("tab", { name }).click();
const openCase = async () => {
  // Where the screen is too narrow to show it, the key is there all the same.
  await page.getByText("Abrir el caso").waitFor({ state: "attached" });
  await page.keyboard.press("Alt+h");
  await seenSoon(dialog().getByRole("heading", { name: "Cómo tratarla" }));
};
const leave = async () => {
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
};
test("at 200 % the case is read and written, part by part", async () => {
  await page.setViewportSize(half);
  await openCase();
  const commune = dialog().getByRole("textbox", { name: "Comuna" });
  await commune.fill("Villa Ficticia");
  await commune.press("Enter");
  await seenSoon(dialog().getByText("Guardado."));
  await expectFineAtDouble(page, "case-facts");
  await part("Derivaciones");
  await dialog().getByRole("button", { name: "Nueva derivación" }).click();
  await expectFineAtDouble(page, "case-referral");
  await leave();
  await page.setViewportSize(whole);
});

test("what she wants to look after again comes to her at its minute, by itself", async () => {
  await openCase();
  await part("Seguimientos");
  const form = dialog().getByRole("form", { name: "Nuevo seguimiento" });
  const soon = new Date(Date.now() + 65_000);
  const inSantiago = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("es-CL", { timeZone: "America/Santiago", ...options }).format(soon);
  const day = inSantiago({ day: "2-digit", month: "2-digit", year: "numeric" });
  await form.getByRole("textbox", { name: "Qué día" }).fill(day);
  const time = inSantiago({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  await form.getByRole("textbox", { name: "A qué hora" }).fill(time);
  await form.getByRole("textbox", { name: "Para qué" }).fill("ver si la llamó la posta");
  await form.getByRole("button", { name: "Recordármelo" }).click();
  await seenSoon(dialog().getByText("ver si la llamó la posta", { exact: true }));
  await expectFineAtDouble(page, "case-follow-ups");
  await leave();
  const reminder = page.getByRole("link", { name: /ver si la llamó la posta/ });
  expect(await reminder.count()).toBe(0);
  await seenSoon(reminder, 80_000);
  await page
    .locator("[aria-live=polite]")
    .filter({ hasText: "Tienes un seguimiento para ahora." })
    .waitFor({ state: "attached" });
  await expectNoAxeViolationsInBoth(page, "follow-up-comes-due");
  await page.setViewportSize(half);
  await page.getByRole("button", { name: "Lista de espera" }).click();
  await expectFineAtDouble(page, "follow-up-comes-due");
  await page.setViewportSize(whole);
});

test("without a line nothing of the case can be sent, it says why, and what she wrote stays", async () => {
  await page.goto(address);
  await openCase();
  await dialog().getByRole("textbox", { name: "Armas" }).fill("un arma inventada");
  await page.context().setOffline(true);
  await seenSoon(dialog().getByText(/^Sin conexión/));
  const save = dialog().getByRole("button", { name: "Guardar: Armas" });
  expect(await save.isDisabled()).toBe(true);
  await expectNoAxeViolationsInBoth(page, "case-offline");
  await part("Derivaciones");
  expect(await dialog().getByRole("button", { name: "Nueva derivación" }).isDisabled()).toBe(true);
  await part("Seguimientos");
  expect(await dialog().getByRole("button", { name: "Recordármelo" }).isDisabled()).toBe(true);
  await expectFineAtDouble(page, "case-offline");
  await page.context().setOffline(false);
  await part("Hechos");
  await expect.poll(() => save.isEnabled()).toBe(true);
  await save.click();
  await seenSoon(dialog().getByText("Guardado."));
  await leave();
});

test("once it is closed she corrects for a while, then what has a lock is read only, and at last all of it", async () => {
  await deskOf(page).closes("Orientación");
  await page.goto(address);
  await openCase();
  expect(await dialog().getByRole("textbox", { name: "Comuna" }).isEditable()).toBe(true);
  await leave();
  await closedBefore(30);
  await page.reload();
  await openCase();
  await seenSoon(dialog().getByText(/^Lo que tiene candado ya no lo puedes cambiar/));
  await seenSoon(dialog().getByRole("img", { name: "no se puede cambiar" }).first());
  expect(await dialog().getByRole("textbox", { name: "Medidas de protección" }).isEditable()).toBe(true);
  await expectNoAxeViolationsInBoth(page, "case-locked");
  await expectFineAtDouble(page, "case-locked");
  await leave();
  await closedBefore(80);
  await page.reload();
  await openCase();
  await seenSoon(dialog().getByText(/^La atención está cerrada/));
  await seenSoon(dialog().getByText("Villa Ficticia"));
  expect(await dialog().getByRole("textbox").count()).toBe(0);
  await expectFineAtDouble(page, "case-closed");
});

/** As if it had been closed so many hours ago. */
async function closedBefore(hours: number): Promise<void> {
  const routing = new pg.Client({ connectionString: house.stack.postgresUrl("routing") });
  await routing.connect();
  await routing.query(
    "update sessions set state = jsonb_set(state, '{closedAt}', to_jsonb($2::text)) where id = $1",
    [address.split("/").at(-1), new Date(Date.now() - hours * 3_600_000).toISOString()],
  );
  await routing.end();
}
