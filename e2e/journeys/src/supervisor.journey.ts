import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations, expectNoAxeViolationsInBoth, expectNothingCut } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

const words = "está afuera gritando y tiene un cuchillo";
const advice = "pregúntale si puede encerrarse en el baño lirio-cobalto";

let house: House;
let ana: Page;
let berta: Page;
let carla: Page;

beforeAll(async () => {
  house = await startHouse();
  const address = house.stack.addresses["executive-routing"];
  [ana, berta, carla] = await Promise.all([house.page(), house.page(), house.page()]);
  for (const [page, name] of [
    [ana, "Ana"],
    [berta, "Berta"],
    [carla, "Carla"],
  ] as const) {
    await logIn(page, address, name);
    await seenSoon(page.getByText("Nadie espera. Respira."));
  }
});
afterAll(() => house?.stop());

const writes = async (text: string) =>
  (await newPhone(house.stack.addresses.simulator, "De Cuento")).writes(text);
const person = (name: string) => carla.locator("[data-person]").filter({ hasText: name });
const waiting = () => carla.getByRole("region", { name: "Esperan" }).locator("[data-session-id]");

test("her day: she rests with one tap, and the wall says so, live", async () => {
  await berta.getByRole("button", { name: /tu cuenta/ }).click();
  await berta.getByRole("link", { name: "Mi día" }).click();
  await seenSoon(berta.getByRole("heading", { name: "Mi día" }));
  await seenSoon(berta.getByRole("radio", { name: "En pausa" }).locator(".."));
  await expectNoAxeViolations(berta);
  await carla.keyboard.press("Alt+v");
  await seenSoon(person("Berta"));
  await berta.getByText("En pausa", { exact: true }).click();
  await seenSoon(person("Berta").getByText(/en pausa/));
});

test("an emergency that is attended stands on the wall with its clock until it has an outcome", async () => {
  await writes(words);
  await seenSoon(ana.locator('[data-ring="offer"]'));
  // Berta rests: it rings for nobody else.
  expect(await berta.locator("[data-ring]").count()).toBe(0);
  await seenSoon(waiting().getByText(/suena para Ana/));
  await ana.keyboard.press("Alt+a");
  await seenSoon(deskOf(ana).bubble(words));
  await seenSoon(person("Ana").locator('[data-tier="imminent"]'));
  await seenSoon(person("Ana").getByText("Carga 1 de 1"));
  await seenSoon(carla.locator('[data-alarm="emergency"]'));
  await expectNoAxeViolations(carla);
});

test("the supervisor steps in as coach, by key; what she whispers is the executive's and never the woman's", async () => {
  await person("Ana").locator("[data-wall-card]").focus();
  await carla.keyboard.press("s");
  const whisper = carla.getByRole("textbox", { name: "Susurrar a quien atiende" });
  await seenSoon(whisper);
  await whisper.fill(advice);
  await carla.keyboard.press("Enter");
  await seenSoon(ana.getByRole("region", { name: "Notas entre nosotras" }).getByText(advice));
  expect(await ana.locator("[data-message-id]").filter({ hasText: "lirio-cobalto" }).count()).toBe(0);
  await expectNoAxeViolations(carla);
  await expectNoAxeViolations(ana);
});

test("she falls silent in danger: a checklist for the executive, an alarm on the wall, and not a word to her", async () => {
  const policy = { silenceMinutes: { imminent: 0.1, high: 15 } };
  const address = house.stack.addresses["executive-routing"];
  await (await deskClient(address, "Carla")).insist("PUT", "/policy", policy);
  await deskOf(ana).answers("Te leo. ¿Sigues ahí?");
  const checklist = ana.locator('[data-attention="silence"]');
  await seenSoon(checklist, 25_000);
  await checklist.getByRole("checkbox").first().check();
  await expectNoAxeViolations(ana);
  await carla.keyboard.press("Alt+v");
  await seenSoon(carla.locator('[data-alarm="silence"]'));
  expect(await ana.locator("[data-message-id]").count()).toBe(2);
});

test("what waits is given by keyboard, and by dragging it onto somebody", async () => {
  await berta.getByText("Disponible", { exact: true }).click();
  await carla.keyboard.press("Alt+v");
  await writes("me siento muy sola y ya no sé qué hacer");
  await seenSoon(waiting().first());
  await seenSoon(person("Berta").getByText("disponible"));
  await waiting().first().locator("[data-wall-card]").focus();
  await carla.keyboard.press("a");
  const dialog = carla.getByRole("dialog");
  const choice = dialog.getByRole("button", { name: /Berta/ });
  await seenSoon(choice);
  await expectNoAxeViolations(carla);
  await carla.keyboard.press(((await choice.textContent()) ?? "").charAt(0));
  await seenSoon(person("Berta").locator("[data-session-id]"));
  await seenSoon(berta.getByText("Carga 0,5 de 1"));

  await writes("hola, quiero saber dónde se pide una medida de protección");
  await seenSoon(waiting().first());
  await waiting().first().dragTo(person("Carla").first());
  await seenSoon(person("Carla").locator("[data-session-id]"));
});

test("who has no room is given nothing, and the wall says why", async () => {
  await person("Carla").locator("[data-session-id]").dragTo(person("Ana"));
  await seenSoon(carla.getByText(/Ana \S+ ya atiende todo lo que puede atender bien/));
});

test("the hours are changed in words, and what cannot be read is not saved", async () => {
  await carla.getByRole("button", { name: /tu cuenta/ }).click();
  await carla.getByRole("link", { name: "Horario" }).click();
  const saturday = carla.getByLabel("Sábado");
  await saturday.fill("9-");
  await seenSoon(carla.getByText("No se entiende.").first());
  expect(await carla.getByRole("button", { name: "Guardar horario" }).isDisabled()).toBe(true);
  await saturday.fill("9-13, 15-18");
  await expectNoAxeViolations(carla);
  await carla.getByRole("button", { name: "Guardar horario" }).click();
  await seenSoon(carla.getByText("Horario guardado."));
  await carla.reload();
  await seenSoon(carla.getByLabel("Sábado"));
  expect(await carla.getByLabel("Sábado").inputValue()).toBe("09:00–13:00, 15:00–18:00");
});

test("the rules of the shift are changed without a mouse; what cannot be is not saved, and it is told why", async () => {
  await carla.keyboard.press("Control+k");
  await carla.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("reglas");
  await carla.keyboard.press("Enter");
  const untouched = carla.getByRole("textbox", { name: "Minutos sin tocar la pantalla" });
  const starts = carla.getByRole("textbox", { name: "A qué horas empiezan los turnos" });
  const days = carla.getByRole("textbox", { name: "Días que se puede mirar atrás" });
  const save = carla.getByRole("button", { name: "Guardar reglas" });
  await seenSoon(carla.getByRole("heading", { name: "Reglas del turno" }));
  await seenSoon(untouched);
  await seenSoon(carla.getByText(/No hay nadie en el turno de llamada/));
  await untouched.fill("diez");
  await seenSoon(carla.getByText("Escribe un número entre 0 y"));
  await starts.fill("8, 20, 8:00");
  await seenSoon(carla.getByText("Una hora está dos veces."));
  expect(await save.isDisabled()).toBe(true);
  await expectNoAxeViolationsInBoth(carla, "rules-wrong");
  await starts.fill("20, 8");
  await seenSoon(carla.getByText("08:00–20:00 · 20:00–08:00"));
  await days.fill("30");
  await seenSoon(carla.getByText(/se borra lo anterior, y no se puede recuperar/));
  await carla.getByRole("checkbox", { name: /^Berta/ }).focus();
  await carla.keyboard.press("Space");
  await untouched.fill("15");
  await carla.keyboard.press("Enter");
  await seenSoon(carla.getByText("Reglas guardadas. Ya valen para todas."));
  await expectNoAxeViolationsInBoth(carla, "rules");
  await carla.reload();
  await seenSoon(untouched);
  const kept = await Promise.all([untouched, starts, days].map((field) => field.inputValue()));
  expect(kept).toEqual(["15", "08:00, 20:00", "30"]);
  expect(await carla.getByRole("checkbox", { name: /^Berta/ }).isChecked()).toBe(true);
  // What was not touched is as it was: the silence of an emergency was changed above, in another way.
  const address = house.stack.addresses["executive-routing"];
  const { body } = await (await deskClient(address, "Carla")).insist("GET", "/policy");
  expect(body).toMatchObject({ silenceMinutes: { imminent: 0.1, high: 15 }, offerSeconds: 20 });

  await berta.goto(`${address}/reglas`);
  await seenSoon(berta.getByText("Esta pantalla es de supervisión."));
  expect(await berta.getByRole("textbox", { name: "Minutos sin tocar la pantalla" }).count()).toBe(0);
});

test("every desk says what is away and what that means, and that it is back", async () => {
  await house.stack.kill("triage");
  await writes("hola, ¿hay alguien?");
  await seenSoon(ana.locator('[data-trouble="triage-behind"]'), 30_000);
  await ana.getByRole("button", { name: /Ver cómo está el servicio/ }).click();
  await seenSoon(ana.getByText("Nada cambia: quien no está evaluada se atiende como riesgo alto."));
  await expectNoAxeViolations(ana);
  await ana.keyboard.press("Escape");
  await house.stack.restart("triage");
  await ana.locator('[data-trouble="triage-behind"]').waitFor({ state: "detached", timeout: 30_000 });
  await house.stack.kill("postgres");
  await seenSoon(ana.locator('[data-trouble="database-away"]'), 30_000);
  await house.stack.restart("postgres");
  await ana.locator('[data-trouble="database-away"]').waitFor({ state: "detached", timeout: 45_000 });
});

test("in the dark the new screens are as clean", async () => {
  const dark = await house.page({ scheme: "dark" });
  const address = house.stack.addresses["executive-routing"];
  await logIn(dark, address, "Carla");
  await seenSoon(dark.getByRole("link", { name: "Turno en vivo" }));
  for (const path of ["/turno", "/mi-dia", "/horario", "/reglas"]) {
    await dark.goto(`${address}${path}`);
    await seenSoon(dark.getByRole("heading", { level: 2 }).first());
    await dark.waitForTimeout(800);
    await expectNoAxeViolations(dark);
  }
});

test("no button's words are cut and no screen is wider than the window, at 1366 px and at 200 %", async () => {
  const address = house.stack.addresses["executive-routing"];
  const paths = [
    "",
    "turno",
    "mi-dia",
    "horario",
    "reglas",
    "anuncios",
    "turnos",
    "equipo",
    "directorio",
    "datos",
    "respuestas",
    "buscar",
  ];
  for (const path of paths) {
    await carla.goto(`${address}/${path}`);
    await seenSoon(carla.getByRole("heading", { level: 2 }).first());
    await carla.waitForTimeout(500);
    for (const viewport of [
      { width: 683, height: 384 },
      { width: 1366, height: 768 },
    ]) {
      await carla.setViewportSize(viewport);
      await expectNothingCut(carla);
    }
  }
});
