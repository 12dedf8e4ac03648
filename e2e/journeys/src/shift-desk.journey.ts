import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { type House, startHouse } from "./house.ts";
import { logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";
import { shot } from "./shots.ts";

let house: House;
let ana: Page;
let carla: Page;
let address: string;

beforeAll(async () => {
  house = await startHouse();
  address = house.stack.addresses["executive-routing"];
  // A console counts as untouched after three seconds instead of ten minutes.
  const supervisor = await deskClient(address, "Carla");
  expect((await supervisor.insist("PUT", "/policy", { awayMinutes: 0.05 })).status).toBe(200);
  [ana, carla] = await Promise.all([house.page(), house.page({ scheme: "dark" })]);
  for (const [page, name] of [
    [ana, "Ana"],
    [carla, "Carla"],
  ] as const) {
    await logIn(page, address, name);
    await seenSoon(page.getByText("Nadie espera. Respira."));
  }
});
afterAll(() => house?.stop());

const band = () => ana.getByRole("region", { name: "Anuncio para el turno" });
const screens = [() => ana, () => carla];

test("a console that nobody touches is away, says so, and is back at the first key", async () => {
  const notice = ana.getByText(/nadie toca esta pantalla/);
  await seenSoon(notice);
  await carla.keyboard.press("Alt+v");
  const her = carla.locator("[data-person]").filter({ hasText: "Ana" });
  await seenSoon(her.getByText(/fuera de su pantalla/));
  await expectNoAxeViolations(ana);
  await shot(ana, "away-light");
  await ana.keyboard.press("Shift");
  await notice.waitFor({ state: "hidden" });
  await seenSoon(her.getByText(/disponible/));
  const supervisor = await deskClient(address, "Carla");
  await supervisor.insist("PUT", "/policy", { awayMinutes: 10 });
  await Promise.all(screens.map((page) => page().reload()));
});

test("a supervisor tells the shift something: one line, one key, and she sees who has read it", async () => {
  await (await newPhone(house.stack.addresses.simulator, "De Cuento")).writes(
    "hola, quiero hacer una consulta",
  );
  await ana.getByRole("button", { name: "Tomar la siguiente" }).click();
  const field = ana.getByRole("textbox", { name: "Escribe tu mensaje" });
  await field.fill("Hola, te leo.");

  await carla.keyboard.press("Control+k");
  await carla.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("anuncios");
  await carla.keyboard.press("Enter");
  await seenSoon(carla.getByRole("heading", { name: "Anuncios del turno" }));
  await expectNoAxeViolations(carla);
  const text = carla.getByRole("textbox", { name: "Qué quieres decirles" });
  await text.fill("Llamen al +56 9 8765 4321 si se cae todo");
  await text.press("Tab");
  await carla.getByRole("button", { name: "Anunciar" }).click();
  await seenSoon(carla.getByText(/quita nombres, números y datos/));
  await text.fill("A las 22:00 se corta la luz un minuto. Guarden lo que estén escribiendo; vuelve sola.");
  await carla.getByText("Va primero", { exact: false }).click();
  await carla.getByRole("button", { name: "Anunciar" }).click();
  await seenSoon(carla.getByText("Lo leyeron 0 de 1"));

  await seenSoon(band().getByText(/se corta la luz/));
  // She was writing: nothing took the focus from her, and the line covers nothing of hers.
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  const [line, composer] = [await band().boundingBox(), await field.boundingBox()];
  expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThan(composer?.y ?? 0);
  await expectNoAxeViolations(ana);
  await shot(ana, "announcement-band-light");
  await ana.keyboard.press("Alt+e");
  await band().waitFor({ state: "hidden" });
  expect(await field.inputValue()).toBe("Hola, te leo.");
  await seenSoon(carla.getByText("Lo leyeron 1 de 1"));
  await expectNoAxeViolations(carla);
  await shot(carla, "announcements-dark");

  await carla.getByRole("textbox", { name: "Qué quieres decirles" }).fill("Hay café recién hecho.");
  await carla.getByRole("button", { name: "Anunciar" }).click();
  await seenSoon(band().getByText(/café/));
  await carla.getByRole("button", { name: /Retirar el anuncio «Hay café/ }).click();
  await band().waitFor({ state: "hidden" });
  await seenSoon(carla.getByText("Retirado"));
  for (const scheme of ["light", "dark"] as const) {
    await carla.emulateMedia({ colorScheme: scheme });
    await carla.waitForTimeout(500); // colours change gently
    await expectNoAxeViolations(carla);
    await shot(carla, `announcements-${scheme}`);
  }
});

test("a shift gone by: an executive sees her own, a supervisor everybody's, as a picture and as a table", async () => {
  await (await newPhone(house.stack.addresses.simulator, "De Otro Cuento")).writes(
    "está afuera y tiene un cuchillo",
  );
  const supervisor = await deskClient(address, "Carla");
  const { people } = (await supervisor.insist("GET", "/shift")).body as {
    people: { id: string; name: string }[];
  };
  for (const { id } of people) await supervisor.insist("PUT", `/people/${id}`, { capacity: 4 });
  await seenSoon(ana.locator("[data-ring]"));
  await ana.keyboard.press("Alt+a");
  await seenSoon(ana.locator("[data-message-id]").filter({ hasText: "cuchillo" }));
  await ana.getByRole("button", { name: /tu cuenta/ }).click();
  await ana.getByRole("link", { name: "Mis turnos anteriores" }).click();
  await seenSoon(ana.getByRole("heading", { name: "Cómo fue tu turno" }));
  const own = ana.getByRole("table", { name: "Resumen por persona" });
  await seenSoon(own.getByRole("rowheader", { name: "Ana Ficticia" }));
  expect(await own.getByRole("rowheader").count()).toBe(1);
  await seenSoon(ana.getByRole("img", { name: /Línea de tiempo/ }));
  await expectNoAxeViolations(ana);
  await shot(ana, "shift-own-light");

  await carla.keyboard.press("Control+k");
  await carla.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("turnos");
  await carla.keyboard.press("Enter");
  const table = carla.getByRole("table", { name: "Resumen por persona" });
  await seenSoon(table.getByRole("rowheader", { name: "Carla Demostración" }));
  await seenSoon(carla.getByText(/sigue abierta/));
  for (const scheme of ["light", "dark"] as const) {
    await carla.emulateMedia({ colorScheme: scheme });
    await carla.waitForTimeout(500); // colours change gently
    await expectNoAxeViolations(carla);
    await shot(carla, `shift-team-${scheme}`);
  }
  await carla.getByRole("button", { name: "Día anterior" }).click();
  await seenSoon(carla.getByText("Nadie estuvo de turno en este horario."));
});
