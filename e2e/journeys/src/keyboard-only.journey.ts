import { demoPeople } from "@liss/identity";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

/** Nothing here is pressed with a mouse. */
let house: House;
let page: Page;
let desk: ReturnType<typeof deskOf>;
let hers: Awaited<ReturnType<typeof newPhone>>;

beforeAll(async () => {
  house = await startHouse();
  hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  page = await house.page();
  desk = deskOf(page);
});
afterAll(() => house?.stop());

const press = (key: string) => page.keyboard.press(key);
const type = (text: string) => page.keyboard.type(text);
const field = () => page.getByRole("textbox", { name: "Escribe tu mensaje" });

/** Tabs on until what has the focus has this name. */
async function tabTo(name: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body) return "";
      const label =
        at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels?.[0] : null;
      return [at?.getAttribute("aria-label"), label?.textContent, at?.textContent].join(" ");
    });
    if (focused.includes(name)) return;
    await press("Tab");
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

/** Through the palette, as one does who knows no key. */
async function command(name: string): Promise<void> {
  await press("Control+k");
  await seenSoon(page.getByRole("combobox", { name: "¿Qué quieres hacer?" }));
  await type(name);
  await press("Enter");
  await page.getByRole("combobox", { name: "¿Qué quieres hacer?" }).waitFor({ state: "hidden" });
}

test("she logs in", async () => {
  const ana = demoPeople.find(({ name }) => name.startsWith("Ana"));
  await page.goto(house.stack.addresses["executive-routing"]);
  await seenSoon(page.getByLabel("Correo"));
  await tabTo("Correo");
  await type(ana?.email ?? "");
  await tabTo("Contraseña");
  await type(ana?.password ?? "");
  await press("Enter");
  await seenSoon(page.getByText("Nadie espera. Respira."));
});

test("she writes a canned text of her own, which says how it will be read", async () => {
  await command("Respuestas rápidas");
  await seenSoon(page.getByRole("heading", { name: "Respuestas rápidas" }));
  await tabTo("Nueva respuesta");
  await press("Enter");
  await seenSoon(page.getByLabel("Nombre"));
  await tabTo("Nombre");
  await type("turno");
  await tabTo("Texto");
  await type("{saludo}, soy {ejecutiva}. Te leo.");
  await seenSoon(page.getByText(/^Buen\S+ \S+, soy Ana\. Te leo\.$/));
  await expectNoAxeViolations(page);
  await tabTo("Guardar");
  await press("Enter");
  await seenSoon(page.getByRole("button", { name: "Editar /turno" }));
});

test("she takes the next, answers with it, and takes an answer back before it leaves", async () => {
  await hers.writes("hola, quiero saber dónde queda el canelo");
  await seenSoon(page.locator("[data-session-id]").first());
  await press("Alt+n");
  await seenSoon(desk.bubble("canelo"));
  await seenSoon(field());
  await type("/tur");
  await seenSoon(page.getByRole("option", { name: /turno/ }));
  await expectNoAxeViolations(page);
  await press("Enter");
  await expect.poll(() => field().inputValue()).toMatch(/^Buen\S+ \S+, soy Ana\. Te leo\.$/);
  await press("Enter");
  await expect
    .poll(() => hers.received(), { timeout: 20_000 })
    .toContainEqual(expect.stringContaining("soy Ana"));

  // Once it is known that nobody is in danger, there are five seconds to think again.
  await page.getByRole("main").getByText("Por evaluar").first().waitFor({ state: "hidden" });
  await type("esto no era");
  await press("Enter");
  await seenSoon(page.locator('[data-delivery="held"]'));
  await press("Alt+z");
  await expect.poll(() => field().inputValue()).toBe("esto no era");
  await field().press("Control+a");
  await press("Delete");
  await page.waitForTimeout(6_000);
  expect(await hers.received()).not.toContain("esto no era");
});

test("she answers one message by quoting it, and it reaches her so", async () => {
  await desk.bubble("canelo").getByRole("button", { name: "Responder a este mensaje" }).focus();
  await press("Enter");
  await seenSoon(page.getByText("Respondes a:"));
  await type("En la plaza.");
  await press("Enter");
  await seenSoon(desk.bubble("En la plaza.").locator("blockquote").filter({ hasText: "canelo" }), 20_000);
  await expect.poll(() => hers.received(), { timeout: 20_000 }).toContain("En la plaza.");
});

test("one key covers the screen and tells nothing of what is below", async () => {
  await press("Alt+o");
  const veil = page.getByRole("dialog", { name: "Pantalla tapada" });
  await seenSoon(veil);
  expect(await page.title()).toBe("Página en blanco");
  await expectNoAxeViolations(page);
  await press("Escape");
  await veil.waitFor({ state: "hidden" });
  await expect.poll(() => page.title()).toContain("Liss");
});

test("she closes the conversation", async () => {
  await command("Cerrar atención");
  const dialog = page.getByRole("dialog");
  await seenSoon(dialog);
  await expectNoAxeViolations(page);
  await dialog.getByRole("radio", { name: "Información" }).focus();
  await press("Space");
  await press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await seenSoon(page.getByText("Nadie espera. Respira."));
});

test("she finds it again by a word that was written, and opens it", async () => {
  await press("Alt+s");
  await seenSoon(page.getByRole("heading", { name: "Buscar atenciones" }));
  await tabTo("Nombre en clave");
  await type("canelo");
  await press("Enter");
  const found = page.getByRole("list", { name: "Atenciones encontradas" }).getByRole("link");
  await seenSoon(found);
  await expectNoAxeViolations(page);
  await found.focus();
  await press("Enter");
  await seenSoon(page.getByText("Esta atención está cerrada."));
});

test("axe finds nothing in any screen in the dark either", async () => {
  await command("Tema oscuro");
  await expectNoAxeViolations(page);
  await press("?");
  await seenSoon(page.getByRole("dialog"));
  await expectNoAxeViolations(page);
  await press("Escape");
  for (const place of ["Respuestas rápidas", "Buscar atenciones", "Ir al escritorio"]) {
    await command(place);
    await page.waitForTimeout(500);
    await expectNoAxeViolations(page);
  }
  await press("Control+k");
  await seenSoon(page.getByRole("combobox", { name: "¿Qué quieres hacer?" }));
  await expectNoAxeViolations(page);
});
