import pg from "pg";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations, expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { eventually } from "./eventually.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let address: string;
let berta: Page;
let carla: Page;
/** What Ana attended and closed. */
let first: string;

beforeAll(async () => {
  house = await startHouse();
  address = house.stack.addresses["executive-routing"];
  [berta, carla] = await Promise.all([house.page(), house.page()]);
  const hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  await hers.writes("hola, ¿puedo preguntar por el canelo?");
  const ana = await deskClient(address, "Ana");
  first = await eventually(async () => {
    const [card] = await ana.queue();
    if (!card || card.tier === "unassessed") throw new Error("she is not assessed yet");
    return card.id;
  });
  await ana.command(first, "claim");
  const { messages } = await ana.read(first);
  await ana.command(first, "seen", { messageIds: messages.map(({ id }) => id) });
  expect((await ana.command(first, "close", { classification: "guidance" })).status).toBe(200);
  await hers.writes("hola de nuevo, soy yo");
  const colleague = await deskClient(address, "Berta");
  const again = await eventually(async () => {
    const [card] = await colleague.queue();
    if (!card) throw new Error("she does not wait yet");
    return card.id;
  });
  await eventually(async () => expect((await colleague.command(again, "claim")).status).toBe(200));
  await logIn(berta, `${address}/atenciones/${again}`, "Berta");
  await seenSoon(deskOf(berta).bubble("hola de nuevo"));
  await logIn(carla, address, "Carla");
  await seenSoon(carla.getByText("Nadie espera. Respira."));
});
afterAll(() => house?.stop());

const reasonOf = (page: Page) => page.getByRole("combobox", { name: "Motivo" });

test("what a colleague closed stands beside her new conversation, and opens with a reason, to be read only", async () => {
  await berta.getByRole("button", { name: "Ver atenciones anteriores" }).click();
  await berta.getByRole("button", { name: /Abrir con un motivo la del/ }).click();
  const dialog = berta.getByRole("dialog");
  await seenSoon(dialog.getByText(/Se avisa ahora a las supervisoras/));
  await dialog.getByRole("button", { name: "Abrir y dejar registro" }).click();
  await seenSoon(dialog.getByText("Elige un motivo para abrirla."));
  await expectNoAxeViolationsInBoth(berta, "glass-dialog");
  await reasonOf(berta).selectOption({ label: "Dar continuidad a su atención" });
  await dialog.getByRole("button", { name: "Abrir y dejar registro" }).click();
  await seenSoon(deskOf(berta).bubble("por el canelo"));
  await seenSoon(berta.getByText(/La abriste con un motivo: dar continuidad/));
  expect(await berta.getByRole("textbox", { name: "Escribe tu mensaje" }).count()).toBe(0);
  await expectNoAxeViolationsInBoth(berta, "glass-open");
  await seenSoon(carla.getByText("Alguien abrió una conversación que no era suya"));
});

test("a supervisor looks back on an old one from her search, with a reason too", async () => {
  const routing = new pg.Client({ connectionString: house.stack.postgresUrl("routing") });
  await routing.connect();
  const { rows } = await routing.query<{ state: { codeName: string } }>(
    "update sessions set state = jsonb_set(state, '{closedAt}', to_jsonb($2::text)) where id = $1 returning state",
    [first, new Date(Date.now() - 30 * 3_600_000).toISOString()],
  );
  await routing.end();
  const codeName = rows[0]?.state.codeName ?? "";
  await carla.goto(`${address}/buscar`);
  await carla.getByRole("textbox", { name: "Nombre en clave o palabras" }).fill(codeName);
  await carla.keyboard.press("Enter");
  const results = carla.getByRole("list", { name: "Atenciones encontradas" });
  const old = results.getByRole("listitem").filter({ hasText: "se abre con un motivo" });
  await seenSoon(old);
  await expectNoAxeViolations(carla);
  await old.getByRole("link", { name: codeName }).click();
  await seenSoon(carla.getByRole("heading", { name: "Abrir con un motivo" }));
  await expectNoAxeViolationsInBoth(carla, "glass-page");
  await reasonOf(carla).selectOption({ label: "Revisar la calidad de una atención" });
  await carla.getByRole("button", { name: "Abrir y dejar registro" }).click();
  await seenSoon(deskOf(carla).bubble("por el canelo"));
  await seenSoon(carla.getByText(/La abriste con un motivo: revisar la calidad/));
});

test("what she asks about her data is written down beside her, and a supervisor answers it", async () => {
  await berta.getByRole("navigation", { name: "Mías" }).getByRole("button").first().click();
  await seenSoon(deskOf(berta).bubble("hola de nuevo"));
  await berta.getByText("Pide algo sobre sus datos").click();
  await berta.getByRole("button", { name: "Anotar la solicitud" }).click();
  await seenSoon(berta.getByText(/Anotado\. La respuesta tiene plazo/));

  await carla.keyboard.press("Control+k");
  await carla.getByRole("combobox", { name: "¿Qué quieres hacer?" }).fill("datos y derechos");
  await carla.keyboard.press("Enter");
  await seenSoon(carla.getByRole("heading", { name: "Datos y derechos" }));
  const asked = carla.getByRole("row").filter({ hasText: "Acceso: quiere ver sus datos" });
  await seenSoon(asked);
  await expectNoAxeViolationsInBoth(carla, "data");
  await asked.getByRole("button", { name: /Responder la solicitud/ }).click();
  const dialog = carla.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Razón legal del rechazo" }).selectOption({
    label: "No se pudo comprobar que es ella",
  });
  await expectNoAxeViolationsInBoth(carla, "data-answer");
  await dialog.getByRole("button", { name: "Rechazar" }).click();
  await dialog.waitFor({ state: "hidden" });
  await seenSoon(carla.getByText("Quedó hecho y anotado en el registro."));
  await seenSoon(carla.getByRole("row").filter({ hasText: "No se pudo comprobar que es ella" }));
});

test("to keep a conversation beyond its time needs somebody else who looks at it again", async () => {
  await carla
    .getByRole("button", { name: /Conservar la conversación de/ })
    .first()
    .click();
  await seenSoon(carla.getByText(/Tiene que revisarlo otra supervisora/));
  await expectNoAxeViolationsInBoth(carla, "data-hold");
  expect(await carla.getByRole("dialog").getByRole("button", { name: "Conservar" }).isDisabled()).toBe(true);
});
