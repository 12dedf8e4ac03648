import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let desk: ReturnType<typeof deskOf>;

beforeAll(async () => {
  house = await startHouse();
  const page = await house.page();
  await logIn(page, house.stack.addresses["executive-routing"], "Ana");
  desk = deskOf(page);
  const hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  await hers.writes("hola, quiero preguntar algo");
  await seenSoon(page.locator("[data-session-id]").first());
  await desk.takeNext();
  await seenSoon(desk.bubble("quiero preguntar"));
});
afterAll(() => house?.stop());

const card = () => desk.page.getByRole("dialog");
const field = () => desk.page.getByRole("textbox", { name: "Escribe tu mensaje" });

test("a card leads step by step; its words go into her message and no further", async () => {
  await desk.page
    .getByRole("button", { name: "El agresor es de una policía o de las Fuerzas Armadas" })
    .click();
  await seenSoon(card().getByText("Lo que no se puede deshacer"));
  await expectNoAxeViolationsInBoth(desk.page, "protocol-card");
  await card()
    .getByRole("button", { name: /^Poner en el mensaje: Gracias por contarme/ })
    .click();
  await seenSoon(card().getByText("Quedó en el mensaje. Míralo antes de enviarlo."));
  await desk.page.keyboard.press("Escape");
  await card().waitFor({ state: "hidden" });
  expect(await field().inputValue()).toMatch(/^Gracias por contarme\. ¿Sabes en qué lugar trabaja él\?/);
  expect(await desk.bubble("Gracias por contarme").count()).toBe(0);
  await field().fill("");
});

test("a safe goodbye: the words are those of her phone, and what was agreed is noted once", async () => {
  await desk.page.getByRole("button", { name: "Despedida segura" }).click();
  const chat = () => card().getByRole("listitem").filter({ hasText: "Borrar el chat entero" });
  await card().getByRole("radio", { name: "Lo usan más personas" }).check();
  await seenSoon(chat().getByText("Cuando puedas, deja todo como a ti te acomode."));
  await card().getByRole("radio", { name: "iPhone, solo de ella" }).check();
  await seenSoon(chat().getByText(/deslízalo a la izquierda/));
  const save = card().getByRole("button", { name: "Anotar lo acordado" });
  expect(await save.isDisabled()).toBe(true);
  await chat().getByRole("checkbox", { name: "Lo acordamos" }).check();
  await expectNoAxeViolationsInBoth(desk.page, "safe-goodbye");
  await save.click();
  await seenSoon(card().getByText("Quedó anotado en el registro, sin lo que se escribió."));
  expect(await save.count()).toBe(0);
});

test("a person decides the risk, with a reason, and it stands in the conversation and in its history", async () => {
  await desk.page.keyboard.press("Escape");
  await card().waitFor({ state: "hidden" });
  const context = desk.page.getByRole("complementary", { name: "Contexto" });
  await context.getByRole("button", { name: "Decidir el riesgo" }).click();
  await context.getByRole("button", { name: "Guardar" }).click();
  await seenSoon(context.getByText("Falta elegir.").first());
  await context.getByRole("combobox", { name: "Riesgo" }).selectOption({ label: "Riesgo alto" });
  await context.getByRole("combobox", { name: "Razón" }).selectOption({ label: "Ella lo contó" });
  await expectNoAxeViolationsInBoth(desk.page, "risk");
  await context.getByRole("button", { name: "Guardar" }).click();
  await seenSoon(context.getByRole("button", { name: "Decidir el riesgo" }));
  await seenSoon(context.getByText("Decidió el riesgo: Riesgo alto"));
  await seenSoon(desk.page.getByRole("main").getByText("Riesgo alto"));
});
