import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
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
  await seenSoon(context.getByText("Decidió el riesgo: Riesgo alto").last());
  await seenSoon(desk.page.getByRole("main").getByText("Riesgo alto"));
});

const csv = [
  "kind,name,region,commune,phone,verified_on",
  "health,Posta Ficticia,Maule,Villa Inventada,+56 2 0000 0000,2026-11-01",
  "health,Hospital de Papel,Ñuble,Pueblo Inventado,+56 2 0000 0001,2024-01-15",
].join("\n");
const part = (name: string) => card().getByRole("tab", { name }).click();

test("the case: facts are saved one by one, and what was not saved waits for her", async () => {
  const carla = await deskClient(house.stack.addresses["executive-routing"], "Carla");
  expect((await carla.insist("POST", "/directory", { csv })).status).toBe(200);
  const { page } = desk;
  await page.keyboard.press("Alt+h");
  await seenSoon(card().getByRole("heading", { name: "Cómo tratarla" }));
  const commune = card().getByRole("textbox", { name: "Comuna" });
  await commune.fill("Villa Ficticia");
  await commune.press("Enter");
  await seenSoon(card().getByText("Guardado."));
  await seenSoon(card().getByText(/^Ana .+, \d{1,2} .+, \d{2}:\d{2}$/));
  await card().getByRole("textbox", { name: "Armas" }).fill("un arma inventada");
  await expectNoAxeViolationsInBoth(page, "case-facts");
  await page.keyboard.press("Escape");
  await card().waitFor({ state: "hidden" });
  const context = page.getByRole("region", { name: "Caso" });
  await seenSoon(context.getByText("Hay 1 dato escrito sin guardar."));
  await seenSoon(context.getByText("1 de 16 datos anotados."));
  await seenSoon(context.getByText(/^Falta saber: cómo quiere que la llamen/));
  await expectNoAxeViolationsInBoth(page, "case-section");
  await context.getByRole("button", { name: "Abrir el caso" }).click();
  await card().getByRole("button", { name: "Guardar: Armas" }).click();
  await card().getByRole("button", { name: "Guardar: Armas" }).waitFor({ state: "hidden" });
  expect(await card().getByRole("textbox", { name: "Armas" }).inputValue()).toBe("un arma inventada");
});

test("a referral needs her yes to each thing, or why it could not wait; then the loop is closed", async () => {
  const { page } = desk;
  await part("Derivaciones");
  await seenSoon(card().getByText("No se la ha derivado a ningún servicio"));
  await card().getByRole("button", { name: "Nueva derivación" }).click();
  await card().getByRole("combobox", { name: "Qué tipo de servicio" }).selectOption({ label: "Salud" });
  await seenSoon(card().getByText(/verificado el .*2024, hace más de seis meses/));
  await card().getByRole("combobox", { name: "Región" }).selectOption({ label: "Maule" });
  await card().getByRole("combobox", { name: "Comuna" }).selectOption({ label: "Villa Inventada" });
  await card().getByText("Hospital de Papel").waitFor({ state: "hidden" });
  await card()
    .getByRole("radio", { name: /^Posta Ficticia/ })
    .check();
  await card().getByRole("button", { name: "Guardar la derivación" }).click();
  await seenSoon(card().getByText(/^Marca al menos una cosa que ella aceptó/));
  await card().getByRole("checkbox", { name: "Ella aceptó que sepan cómo contactarla" }).check();
  await expectNoAxeViolationsInBoth(page, "case-new-referral");
  await card().getByRole("button", { name: "Guardar la derivación" }).click();
  const made = card()
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: "Posta Ficticia" }) });
  await seenSoon(made.getByText("Ella aceptó compartir: cómo contactarla."));
  await made
    .getByRole("combobox", { name: "Qué respondió Posta Ficticia" })
    .selectOption({ label: "La atendieron" });
  await made.getByRole("button", { name: "Anotar la respuesta" }).click();
  await seenSoon(made.getByText(/^La atendieron, /));
  expect(await made.getByRole("combobox").count()).toBe(0);

  await card().getByRole("button", { name: "Nueva derivación" }).click();
  await card().getByText("Emergencia, sin poder preguntarle").click();
  await card().getByRole("button", { name: "Guardar la derivación" }).click();
  await seenSoon(card().getByText("Di por qué no se pudo esperar, en unas palabras."));
  await card()
    .getByRole("textbox", { name: "Por qué no se pudo esperar" })
    .fill("no responde y es una historia inventada");
  await card().getByRole("button", { name: "Guardar la derivación" }).click();
  await seenSoon(card().getByText("Emergencia: no responde y es una historia inventada"));
  await expectNoAxeViolationsInBoth(page, "case-referrals");
});

test("a follow-up reminds her, never the woman; it can wait, and is done", async () => {
  const { page } = desk;
  await part("Seguimientos");
  await seenSoon(card().getByText("Te lo recordará a ti, nunca a ella. Nadie le escribe por esto."));
  await card().getByRole("button", { name: "Recordármelo" }).click();
  await seenSoon(card().getByText("Falta el día."));
  await card().getByRole("textbox", { name: "Qué día" }).fill("03-12-2027");
  await card().getByRole("textbox", { name: "Para qué" }).fill("ver si la llamó la posta");
  await card().getByRole("button", { name: "Recordármelo" }).click();
  await seenSoon(card().getByText("ver si la llamó la posta", { exact: true }));
  await seenSoon(card().getByText(/3 dic.*10:00/));
  await expectNoAxeViolationsInBoth(page, "case-follow-ups");
  await card()
    .getByRole("button", { name: /^Dejarlo para mañana/ })
    .click();
  await card()
    .getByText(/3 dic.*10:00/)
    .waitFor({ state: "hidden" });
  await card()
    .getByRole("button", { name: /^Listo: ver si la llamó/ })
    .click();
  await seenSoon(card().getByText("No tienes seguimientos de esta atención"));

  // The hour of another has come: it stands among her conversations, and nothing was written to her.
  const ana = await deskClient(house.stack.addresses["executive-routing"], "Ana");
  const [mine] = await ana.mine();
  const followUp = { followUpId: randomUUID(), dueAt: new Date(Date.now() - 1_000).toISOString() };
  await ana.command(mine?.id ?? "", "follow-ups", { ...followUp, what: "llamar a la posta" });
  await page.reload();
  await seenSoon(page.getByRole("link", { name: /llamar a la posta/ }));
  await expectNoAxeViolationsInBoth(page, "follow-up-due");
  expect(await desk.bubble("posta").count()).toBe(0);
});
