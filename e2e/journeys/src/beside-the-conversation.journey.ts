import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFineAtDouble, expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let ana: Page;
let berta: Page;
let carla: Page;
let hers: Awaited<ReturnType<typeof newPhone>>;
let codeName: string;

beforeAll(async () => {
  house = await startHouse();
  const address = house.stack.addresses["executive-routing"];
  [ana, berta, carla] = await Promise.all([house.page(), house.page(), house.page()]);
  for (const [page, name] of [
    [ana, "Ana"],
    [berta, "Berta"],
    [carla, "Carla"],
  ] as const)
    await logIn(page, address, name);
  hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  await hers.writes("hola, escribo por mi vecina");
  await seenSoon(ana.locator("[data-session-id]").first());
  await deskOf(ana).takeNext();
  await seenSoon(deskOf(ana).bubble("escribo por mi vecina"));
  codeName = (await ana.getByRole("main").getByRole("heading", { level: 2 }).first().textContent()) ?? "";
});
afterAll(() => house?.stop());

const beside = (page: Page) => page.getByRole("complementary", { name: "Contexto" });
const dialog = (page: Page) => page.getByRole("dialog");
const queue = (page: Page) => page.getByRole("region", { name: "En espera" });
const closed = (page: Page) => dialog(page).waitFor({ state: "hidden" });

test("who writes is marked with the keyboard; the mark brings its card and stands in her list and on the wall", async () => {
  await ana.keyboard.press("Alt+q");
  await ana.keyboard.press("Tab");
  await ana.keyboard.press("Tab");
  await ana.keyboard.press("Space");
  await seenSoon(beside(ana).getByText("No le cuentes si ella ha escrito antes."));
  await seenSoon(ana.getByRole("navigation", { name: "Mías" }).getByText("escribe otra persona"));
  await seenSoon(beside(ana).getByText("Marcó quién escribe: Otra persona escribe por ella").last());
  await expectNoAxeViolationsInBoth(ana, "who-writes");
  await beside(ana).getByRole("button", { name: "Guía: Escribe otra persona por ella" }).click();
  await seenSoon(dialog(ana).getByText("Comprobar quién escribe."));
  await ana.keyboard.press("Escape");
  await closed(ana);
  await carla.keyboard.press("Alt+v");
  await seenSoon(carla.locator("[data-person]").getByText("escribe otra persona"));
});

test("it is classified before its end, and closing begins with that", async () => {
  await ana.keyboard.press("Alt+l");
  await ana.keyboard.press("Enter");
  const form = beside(ana).getByRole("form", { name: "Clasificar" });
  await form.getByRole("button", { name: "Guardar" }).click();
  await seenSoon(form.getByText("Elige cómo resultó."));
  await form.getByRole("combobox").selectOption({ label: "Orientación" });
  await form.getByRole("button", { name: "Guardar" }).click();
  await seenSoon(beside(ana).getByRole("button", { name: "Cambiar la clasificación" }));
  await seenSoon(beside(ana).getByText("La clasificó: Orientación"));
  await ana.keyboard.press("Alt+c");
  await seenSoon(dialog(ana).getByText("La clasificaste antes"));
  expect(await dialog(ana).getByRole("radio", { name: "Orientación" }).isChecked()).toBe(true);
  await expectNoAxeViolationsInBoth(ana, "closing-classified");
  await dialog(ana).getByRole("radio", { name: "Información" }).check();
  await dialog(ana).getByRole("button", { name: "Solo clasificar, sin cerrar" }).click();
  await closed(ana);
  await seenSoon(beside(ana).getByText("La clasificó: Información"));
});

test("a message is kept at hand and found again, and a note is written and read", async () => {
  const bubble = deskOf(ana).bubble("escribo por mi vecina");
  await bubble.hover();
  await bubble.getByRole("button", { name: "Destacar este mensaje" }).click();
  await beside(ana)
    .getByRole("button", { name: "Ver en la conversación: hola, escribo por mi vecina" })
    .click();
  await seenSoon(ana.locator("[data-sought]").filter({ hasText: "escribo por mi vecina" }));
  await ana.keyboard.press("Alt+y");
  await ana.keyboard.press("Enter");
  await beside(ana).getByRole("textbox", { name: "Nota" }).fill("pide orientación para acompañarla");
  await beside(ana).getByRole("button", { name: "Guardar nota" }).click();
  await seenSoon(beside(ana).getByText("pide orientación para acompañarla"));
  await beside(ana).getByRole("button", { name: "Destacar esta nota" }).focus();
  await ana.keyboard.press("Enter");
  await beside(ana).getByRole("button", { name: "Ver entre las notas: Nota de Ana Ficticia" }).focus();
  await ana.keyboard.press("Enter");
  await seenSoon(beside(ana).locator("[data-note-id][data-sought]:focus"));
  await expectNoAxeViolationsInBoth(ana, "pins-and-notes");
  await beside(ana).getByRole("button", { name: "Quitar de los destacados: Nota de Ana Ficticia" }).click();
  await seenSoon(beside(ana).getByText("Dejó de destacar una nota"));
  await beside(ana)
    .getByRole("button", { name: /^Quitar de los destacados/ })
    .click();
  await seenSoon(beside(ana).getByText("Destaca un mensaje o una nota con su alfiler"));
});

test("each sign says when it first came, and leads to its message", async () => {
  await hers.writes("él dijo que la va a matar");
  await seenSoon(deskOf(ana).bubble("la va a matar"));
  const signals = beside(ana).getByText(/en el tiempo$/);
  await seenSoon(beside(ana).getByText("amenaza de muerte").first());
  await signals.click();
  await beside(ana).getByRole("button", { name: "Ver en la conversación: amenaza de muerte" }).click();
  await seenSoon(ana.locator("[data-sought]").filter({ hasText: "la va a matar" }));
  await expectNoAxeViolationsInBoth(ana, "signals");
});

test("who was attended by another channel is entered by hand, in words that are checked", async () => {
  await ana.keyboard.press("Control+k");
  await ana.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("otro canal");
  await ana.keyboard.press("Enter");
  const form = ana.getByRole("form", { name: "Atención por otro canal" });
  await form.getByRole("textbox", { name: "Hora" }).fill("mañana");
  await form.getByRole("button", { name: "Anotar" }).click();
  await seenSoon(form.getByText("Escribe la hora como 21:04."));
  await expectNoAxeViolationsInBoth(ana, "other-channel");
  await form.getByRole("combobox", { name: "¿Por dónde?" }).selectOption({ label: "Por teléfono" });
  await form.getByRole("textbox", { name: "Hora" }).fill("0:00");
  await form.getByRole("combobox", { name: "¿Cómo resultó?" }).selectOption({ label: "Contención" });
  await form.getByRole("button", { name: "Anotar" }).click();
  await seenSoon(form.getByText("Quedó anotada."));
  await ana.goBack();
  await seenSoon(deskOf(ana).bubble("escribo por mi vecina"));
});

test("a supervisor keeps somebody back, says what she needs, lets her wait again, and blocks who abuses", async () => {
  await (await newPhone(house.stack.addresses.simulator, "De Cuento")).writes(
    "hola, ¿dónde saco un certificado?",
  );
  await carla.getByRole("link", { name: /^Liss/ }).click();
  await seenSoon(queue(berta).locator("[data-session-id]"));
  await seenSoon(queue(carla).locator('[data-session-id]:not([data-tier="unassessed"])'));
  await queue(carla).locator("[data-session-id]").getByRole("button").first().click();
  await queue(carla).getByRole("button", { name: "Leer" }).click();
  await beside(carla).getByRole("button", { name: "Lo que necesita" }).click();
  await beside(carla).getByRole("textbox", { name: "Idiomas o especialidades" }).fill("Creole, ht");
  await beside(carla).getByRole("button", { name: "Guardar" }).click();
  await seenSoon(beside(carla).getByText(/^Usa palabras en minúsculas/));
  await beside(carla).getByRole("textbox", { name: "Idiomas o especialidades" }).fill("ht");
  await beside(carla).getByRole("button", { name: "Guardar" }).click();
  await seenSoon(queue(berta).getByText("necesita ht"));
  await beside(carla).getByRole("button", { name: "Apartar de la espera" }).click();
  await expectNoAxeViolationsInBoth(carla, "holding-back");
  await beside(carla).getByRole("button", { name: "Apartar", exact: true }).click();
  await seenSoon(beside(carla).getByText(/^Apartada hasta las/));
  await queue(berta).locator("[data-session-id]").waitFor({ state: "detached" });

  await carla.keyboard.press("Alt+v");
  const held = carla.getByRole("region", { name: "Apartadas" });
  await seenSoon(held.getByText(/apartada hasta las/));
  await expectNoAxeViolationsInBoth(carla, "held");
  // On half a screen, or at 200 %, nothing is beyond its edge.
  await carla.setViewportSize({ width: 683, height: 384 });
  expect(await carla.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
    0,
  );
  await carla.setViewportSize({ width: 1366, height: 768 });
  await held.getByRole("button", { name: /^Devolver a la espera/ }).click();
  await seenSoon(held.getByText("No hay ninguna apartada."));
  await seenSoon(queue(berta).locator("[data-session-id]"));

  await carla.goBack();
  await beside(carla).getByRole("button", { name: "Traza para ingeniería" }).click();
  const sessionId = carla.url().split("/").at(-1) ?? "";
  await seenSoon(beside(carla).getByText(sessionId.replaceAll("-", "")));
  await expectNoAxeViolationsInBoth(carla, "trace");
  await carla.keyboard.press("Alt+g");
  await dialog(carla).getByRole("button", { name: "Bloquear" }).click();
  await seenSoon(dialog(carla).getByText("Falta elegir el motivo."));
  await expectNoAxeViolationsInBoth(carla, "blocking");
  await expectFineAtDouble(carla, "blocking");
  await dialog(carla).getByRole("radio", { name: "Broma" }).check();
  await dialog(carla).getByRole("button", { name: "Bloquear" }).click();
  await seenSoon(beside(carla).getByText(/^Bloqueada hasta el/));

  await carla.keyboard.press("Alt+v");
  const blocked = carla.getByRole("region", { name: "Bloqueadas" });
  await seenSoon(blocked.getByText(/^Broma · la bloqueó Carla/));
  await blocked.getByRole("button", { name: /^Levantar el bloqueo de/ }).press("Enter");
  await dialog(carla).getByRole("button", { name: "Levantar el bloqueo" }).click();
  await seenSoon(dialog(carla).getByText("Falta elegir el motivo."));
  await expectNoAxeViolationsInBoth(carla, "lifting-a-block");
  await expectFineAtDouble(carla, "lifting-a-block");
  await dialog(carla).getByRole("radio", { name: "Fue un error" }).check();
  await dialog(carla).getByRole("button", { name: "Levantar el bloqueo" }).click();
  await seenSoon(blocked.getByText("No hay ninguna bloqueada."));
  await closed(carla);
  await expectNoAxeViolationsInBoth(carla, "nobody-blocked");
  await expectFineAtDouble(carla, "nobody-blocked");
});

test("she knows this person: somebody else attends her, and for her there is nothing left to find", async () => {
  // In danger an executive does not block: that is a supervisor's to decide.
  expect(await beside(ana).getByRole("button", { name: "Bloquear por abuso…" }).count()).toBe(0);
  await ana.keyboard.press("Control+k");
  const wanted = ana.getByRole("combobox", { name: "¿Qué quieres hacer?" });
  await wanted.fill("bloquear");
  await seenSoon(dialog(ana).getByText(/^No hay nada/));
  const address = ana.url();
  await wanted.fill("conozco");
  await ana.keyboard.press("Enter");
  await seenSoon(dialog(ana).getByText(/^Antes vuelve a la espera/));
  await expectNoAxeViolationsInBoth(ana, "knowing");
  await expectFineAtDouble(ana, "knowing");
  await dialog(ana).getByRole("button", { name: "Sí, que no aparezca para mí" }).click();
  await seenSoon(ana.getByText("No atiendes a nadie por ahora."));
  await seenSoon(queue(berta).getByText(codeName));
  // She was given back a moment before the wall was there.
  await expect.poll(() => ana.getByText(codeName, { exact: true }).count()).toBe(0);
  await ana.keyboard.press("Alt+s");
  await ana.getByLabel("Nombre en clave o palabras").fill(codeName);
  await ana.keyboard.press("Enter");
  await seenSoon(ana.getByText("No encontramos nada"));
  await ana.goto(address);
  await seenSoon(ana.getByText("Aquí no hay nada"));
  expect(await ana.getByText(codeName, { exact: true }).count()).toBe(0);
});

test("a supervisor sees who declared to know whom, by code, and ends it; then she waits for her again", async () => {
  await carla.keyboard.press("Control+k");
  await carla.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("equipo");
  await carla.keyboard.press("Enter");
  const conflicts = carla.getByRole("region", { name: "Conflictos de interés" });
  const row = conflicts.getByRole("row").filter({ hasText: codeName });
  await seenSoon(row.getByText(/^Ana/));
  await expectNoAxeViolationsInBoth(carla, "conflicts-of-interest");
  await expectFineAtDouble(carla, "conflicts-of-interest");
  await row.getByRole("button", { name: /^Ya no: Ana/ }).press("Enter");
  await dialog(carla).getByRole("radio", { name: "Fue un error: no la conoce" }).check();
  await expectNoAxeViolationsInBoth(carla, "ending-a-conflict");
  await expectFineAtDouble(carla, "ending-a-conflict");
  await dialog(carla).getByRole("button", { name: "Sí, que pueda atenderla" }).click();
  await seenSoon(conflicts.getByText("Nadie ha declarado conocer a quien escribe."));
  await ana.goto(new URL("/", ana.url()).href);
  await seenSoon(queue(ana).getByText(codeName));
});
