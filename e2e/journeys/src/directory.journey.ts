import type { Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { expectFineAtDouble, expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { logIn } from "./people.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let carla: Page;

beforeAll(async () => {
  house = await startHouse();
  carla = await house.page();
  await logIn(carla, house.stack.addresses["executive-routing"], "Carla");
  await seenSoon(carla.getByText("Nadie espera. Respira."));
});
afterAll(() => house?.stop());

const header = "Tipo;Nombre;Región;Comuna;Teléfono;Horario;Dirección;Verificado el";
/** As a spreadsheet here saves it: semicolons, the day first, the letters of Windows. */
const file = (...lines: string[]) => ({
  name: "servicios de la región.csv",
  mimeType: "text/csv",
  buffer: Buffer.from([header, ...lines].join("\r\n"), "latin1"),
});
const part = (name: string | RegExp) => carla.getByRole("region", { name });
const choose = (...lines: string[]) =>
  carla
    .getByLabel("Elegir archivo CSV")
    .last()
    .setInputFiles(file(...lines));
const preview = () => part(/^Qué pasaría con/);
const centre = "Centro de las Mujeres;Centro Inventado;Ñuble;Villa Ficticia;+56 2 0000 0000;;;1/10/2026";
const old = "Salud;Posta Ficticia;Ñuble;Pueblo Inventado;;lunes a viernes;Calle Inventada 1;01-02-2026";

test("a supervisor looks at what a file would do, each line that does not count with its reason, and imports it", async () => {
  await carla.keyboard.press("Control+k");
  await carla.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("directorio");
  await carla.keyboard.press("Enter");
  await seenSoon(part("Lo que hay").getByText(/^Todavía no hay servicios/));
  await choose(centre, old, "Castillo;Torre Ficticia;Ñuble;Villa Ficticia;;;;1/10/2026", ";;;;;;;ayer");
  await seenSoon(preview().getByText("2 servicios nuevos"));
  await seenSoon(preview().getByText("2 filas que no se pueden cargar"));
  await seenSoon(preview().getByRole("row", { name: "4 tipo No es un tipo que conozcamos." }));
  await seenSoon(preview().getByRole("row", { name: "5 tipo Está vacío." }));
  await carla.getByText("Cómo tiene que ser el archivo").click();
  await expectNoAxeViolationsInBoth(carla, "directory-preview");
  await seenSoon(part("Lo que hay").getByText(/^Todavía no hay servicios/));
  await preview().getByRole("button", { name: "Cargar 2 servicios" }).click();
  await seenSoon(carla.getByText("Se cargaron 2 servicios. Ya se pueden elegir en las derivaciones."));
  await seenSoon(part("Lo que hay").getByRole("row", { name: /Posta Ficticia.*hace más de medio año/ }));
  await preview().waitFor({ state: "hidden" });
});

test("the same file again changes nothing, what changed in it is told, and the list is read by kind", async () => {
  await choose(centre.replace("0000 0000", "1111 1111"), old);
  await seenSoon(preview().getByText("1 que cambia"));
  await seenSoon(preview().getByText("1 igual que antes"));
  await preview().getByRole("button", { name: "Cargar 2 servicios" }).click();
  await seenSoon(part("Lo que hay").getByText("+56 2 1111 1111"));
  await part("Lo que hay").getByRole("combobox", { name: "Tipo" }).selectOption({ label: "Salud" });
  await part("Lo que hay").getByText("Centro Inventado").waitFor({ state: "hidden" });
  await expectNoAxeViolationsInBoth(carla, "directory");
  await expectFineAtDouble(carla, "directory");
});

test("what is no table says so, and nothing is imported", async () => {
  await carla
    .getByLabel("Elegir archivo CSV")
    .last()
    .setInputFiles({
      name: "carta.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Estimadas: les escribo por el directorio.\nSaludos\n"),
    });
  await seenSoon(preview().getByRole("row", { name: "1 nombre Falta esta columna." }));
  await preview()
    .getByRole("button", { name: /^Cargar/ })
    .waitFor({ state: "detached" });
});
