import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations, expectNoAxeViolationsInBoth } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn, phoneOf } from "./people.ts";
import { recordOf } from "./record.ts";
import { seenSoon } from "./seen.ts";
import { shot } from "./shots.ts";
import { spansOf } from "./spans.ts";

/** Words that must be readable on the two screens and nowhere on disk. */
const hers = "hola, necesito ayuda cigarra-turquesa";
const ours = "Hola, te leo. ¿Estás sola ahora? colibrí-escarlata";
/** The simulator's first phone's, which only the gateway knows. */
const hersNumber = "56900000001";

let house: House;
let phones: Page;
let desk: ReturnType<typeof deskOf>;
let sessionId: string;

beforeAll(async () => {
  house = await startHouse();
  phones = await house.page();
  await phones.goto(house.stack.addresses.simulator);
  const page = await house.page();
  await logIn(page, house.stack.addresses["executive-routing"], "Ana");
  desk = deskOf(page);
});
afterAll(() => house?.stop());

const rosa = () => phoneOf(phones, firstPhone);
let firstPhone = "";

test("she writes, and it shows in the queue at once", async () => {
  await seenSoon(desk.page.getByText("Nadie espera. Respira."));
  await expectNoAxeViolations(desk.page);
  firstPhone = (await phones.getByRole("region").first().getAttribute("aria-label")) ?? "";
  await rosa().writes(hers);
  const row = desk.page.locator("[data-session-id]").first();
  await seenSoon(row);
  sessionId = (await row.getAttribute("data-session-id")) ?? "";
  expect(sessionId).toMatch(/^[0-9a-f-]{36}$/);
  // The queue shows nothing that she wrote.
  expect(await desk.page.getByText("cigarra-turquesa").count()).toBe(0);
});

test("the executive takes it, reads and answers; the ticks advance to read", async () => {
  await desk.takeNext();
  await seenSoon(desk.bubble(hers));
  // Nothing is in danger yet: nobody of hers needs her number.
  await seenSoon(
    desk.page.getByRole("complementary", { name: "Contexto" }).getByText("Riesgo", { exact: true }),
  );
  expect(await desk.page.getByRole("button", { name: "Ver su número" }).count()).toBe(0);
  const early = await (await deskClient(house.stack.addresses["executive-routing"], "Ana")).command(
    sessionId,
    "number",
    { purpose: "emergency-services" },
  );
  expect([early.status, early.body?.code]).toEqual([409, "no-emergency"]);
  await desk.answers(ours, "el aviso leyó mal");
  await seenSoon(rosa().received(ours));
  await seenSoon(desk.page.locator('[data-delivery="read"]').filter({ hasText: "colibrí-escarlata" }));
  await expectNoAxeViolations(desk.page);
  await expectNoAxeViolations(phones);
});

test("once only she reads her phone, it is noted, and nothing needs to be disguised", async () => {
  await desk.notesWhoReads("Solo ella lee su teléfono");
  await seenSoon(desk.page.getByRole("listitem").filter({ hasText: "Solo ella lee su teléfono" }));
  await expectNoAxeViolations(desk.page);
});

test("with one click the robot attends: a menu, two topics", async () => {
  await desk.page.getByRole("button", { name: "Robot", exact: true }).click();
  await seenSoon(desk.page.getByRole("button", { name: "Retomar" }));
  await chooses("Dónde y cómo avisar");
  await seenSoon(rosa().received(/Carabineros/));
  await rosa().writes("qué números de ayuda hay?");
  await seenSoon(rosa().received(/ambulancia/));
});

test("it is silent after she is taken back, and stops by itself when danger shows", async () => {
  await desk.page.getByRole("button", { name: "Retomar" }).click();
  await seenSoon(desk.page.getByRole("button", { name: "Robot", exact: true }));
  const before = await rosa().region.locator('[data-direction="in"]').count();
  await rosa().writes("y dónde queda eso?");
  await seenSoon(desk.bubble("y dónde queda eso?"));
  await desk.page.waitForTimeout(1_500);
  expect(await rosa().region.locator('[data-direction="in"]').count()).toBe(before);

  await desk.page.getByRole("button", { name: "Robot", exact: true }).click();
  await seenSoon(desk.page.getByRole("button", { name: "Retomar" }));
  await rosa().writes("llegó mi ex y tiene una pistola azafrán-perdiz");
  await seenSoon(desk.page.getByRole("button", { name: "Robot", exact: true }));
  await seenSoon(desk.page.getByText("Emergencia").first());
});

test("her number is shown for the emergency, to whoever attends it, for half a minute, and goes by itself", async () => {
  const { page } = desk;
  await page.getByRole("button", { name: "Ver su número" }).click();
  await seenSoon(page.getByText(/Queda en el registro que lo viste y para qué/));
  await expectNoAxeViolationsInBoth(page, "number-asked");
  await page.getByRole("button", { name: "Mostrar", exact: true }).click();
  const number = page.getByText("+56 9 0000 0001", { exact: true });
  await seenSoon(number);
  const shownAt = Date.now();
  await expectNoAxeViolations(page);
  await shot(page, "number-shown-light");

  // A colleague is not told, and no supervisor's purpose is hers to give.
  const address = house.stack.addresses["executive-routing"];
  const [berta, ana] = [await deskClient(address, "Berta"), await deskClient(address, "Ana")];
  const refused = await berta.command(sessionId, "number", { purpose: "emergency-services" });
  expect([refused.status, refused.body?.code]).toEqual([403, "not-yours"]);
  const other = await ana.command(sessionId, "number", { purpose: "court-order" });
  expect([other.status, other.body?.code]).toEqual([403, "not-permitted"]);

  await number.waitFor({ state: "hidden", timeout: 40_000 });
  expect(Date.now() - shownAt).toBeGreaterThan(25_000);
  await seenSoon(page.getByRole("button", { name: "Ver su número" }));
  expect((await page.locator("body").textContent())?.replaceAll(/\D/g, "")).not.toContain(hersNumber);
});

test("one card for the emergency: whom to call, what is known, what is missing; each is written down as it happens", async () => {
  const { page } = desk;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("Alt+x");
  const card = page.getByRole("dialog");
  await seenSoon(card.getByText("Para poder cerrarla falta a quién se avisó y el resultado."));
  await card.getByRole("button", { name: "Copiar 133, Carabineros (133)" }).click();
  await seenSoon(card.getByText("Copiado"));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("133");
  await card.getByRole("button", { name: "Ya avisé a Carabineros (133)" }).click();
  await seenSoon(card.getByText(/^avisado a las \d\d:\d\d$/));
  await seenSoon(card.getByText("Para poder cerrarla falta el resultado."));
  const weapons = card.getByRole("radiogroup", { name: "¿Hay armas?" });
  await weapons.getByRole("radio", { name: "Sí", exact: true }).focus();
  await page.keyboard.press("Space");
  await card.getByLabel("Dónde está").fill("la casa de la esquina ocelote-bermellón");
  await card.getByRole("button", { name: "Anotar lo que se sabe" }).click();
  await seenSoon(card.getByText(/Anotado a las \d\d:\d\d: la casa de la esquina ocelote-bermellón/));
  expect(await weapons.getByRole("radio", { name: "Sí", exact: true }).isChecked()).toBe(true);
  // The record begins with what was written down already.
  expect(await card.getByLabel("A quién se llamó").inputValue()).toBe("carabineros");
  await seenSoon(card.getByRole("button", { name: "Ver su número" }));
  await expectNoAxeViolationsInBoth(page, "emergency-card");
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
});

test("the emergency is closed with its record, or not at all", async () => {
  await desk.page.getByRole("button", { name: "Cerrar atención" }).click();
  const dialog = desk.page.getByRole("dialog");
  await seenSoon(dialog);
  await dialog.getByRole("radio", { name: "Emergencia" }).check();
  await dialog.getByRole("button", { name: "Cerrar atención" }).click();
  await seenSoon(desk.page.getByText(/registro de la emergencia/i).first());
  await desk.page.keyboard.press("Escape");

  await desk.page.getByRole("button", { name: "Emergencia", exact: true }).click();
  const record = desk.page.getByRole("dialog");
  await seenSoon(record.getByText(/^avisado a las/));
  await record.getByLabel("Número de procedimiento").fill("FICTICIO-0001");
  await record.getByLabel("Resultado").selectOption({ label: "Carabineros llegó" });
  await record.getByRole("button", { name: "Guardar registro" }).click();
  await record.waitFor({ state: "hidden" });

  await desk.closes("Emergencia");
  await seenSoon(desk.page.getByText("Nadie espera. Respira."));
});

test("the auditor sees every step, in order, by whom and when, without a word of it", async () => {
  const page = await house.page();
  await logIn(page, house.stack.addresses.audit, "Diana");
  await page.getByRole("link", { name: /-\d+/ }).first().click();
  const life = page.getByRole("list", { name: "Vida de la atención" });
  await seenSoon(life.locator('[data-event-type="routing.session-closed"]'));
  const steps = await life.locator("[data-event-type]").evaluateAll((items) =>
    items.map((item) => ({
      type: item.getAttribute("data-event-type"),
      index: Number(item.getAttribute("data-index")),
    })),
  );
  const types = steps.map(({ type }) => type);
  const told = [
    "channel.message-received",
    "routing.session-claimed",
    "channel.send-requested",
    "routing.delegated",
    "bot.reply-proposed",
    "routing.delegation-ended",
    "routing.tier-raised",
    "channel.number-revealed",
    "routing.emergency-step-taken",
    "routing.emergency-detailed",
    "routing.emergency-recorded",
    "routing.session-closed",
  ];
  // Each is there, and for the first time after the one before it: causes before effects.
  const first = told.map((type) => types.indexOf(type));
  expect(first).not.toContain(-1);
  expect(types).toContain("routing.messages-seen");
  expect(first).toEqual(first.toSorted((a, b) => a - b));
  expect(new Set(steps.map(({ index }) => index)).size).toBe(steps.length);
  await seenSoon(life.getByText(/Ana Ficticia/).first());
  const text = await page.locator("body").textContent();
  await seenSoon(life.getByText(/Ana Ficticia vio su número: /));
  expect(types.filter((type) => type === "channel.number-revealed")).toHaveLength(1);
  for (const word of ["cigarra", "colibrí", "azafrán", "ocelote", hersNumber])
    expect(text).not.toContain(word);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Verificar esta atención" }).click();
  await seenSoon(page.getByText(/Verificado en este navegador/));
});

test("the report accounts for her messages and her emergency, and the period is proven in the browser", async () => {
  const page = await house.page();
  await logIn(page, house.stack.addresses.audit, "Diana");
  await page.getByRole("link", { name: "Informe" }).click();
  await seenSoon(page.getByText("De cada mensaje se sabe qué pasó con él."));
  await seenSoon(page.getByText("Todas tienen resultado."));
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Verificar este período" }).click();
  await seenSoon(page.getByText(/Verificado en este navegador/));
  await page
    .getByRole("link", { name: /^entrada \d+/ })
    .first()
    .click();
  await seenSoon(page.getByRole("list", { name: "Vida de la atención" }));
});

test("one trace holds the spans of all five services; its id is the session's", async () => {
  await house.page().then((page) => page.waitForTimeout(1_500));
  const spans = spansOf(house.stack.tracesDir).filter(
    (span) => span.traceId === sessionId.replaceAll("-", ""),
  );
  const services = new Set(spans.map((span) => span.service));
  expect([...services].sort()).toEqual(["audit", "bot", "executive-routing", "gateway", "triage"]);
  const ids = new Set(spans.map((span) => span.spanId));
  const roots = spans.filter((span) => span.parentSpanId === undefined);
  expect(roots.map((span) => span.spanId)).toEqual([sessionId.replaceAll("-", "").slice(16)]);
  const orphans = spans.filter((span) => span.parentSpanId !== undefined && !ids.has(span.parentSpanId));
  expect(orphans).toEqual([]);
  // A consumer's span hangs from the producer's of another service.
  const serviceOf = new Map(spans.map((span) => [span.spanId, span.service]));
  const crossings = spans
    .filter((span) => span.name === "process channel.message-received")
    .map((span) => `${serviceOf.get(span.parentSpanId ?? "")} → ${span.service}`);
  expect(crossings).toContain("gateway → triage");
  expect(crossings).toContain("gateway → executive-routing");
});

test("nothing of what was said is readable in the databases, the streams, the logs or the traces", async () => {
  const marks = [
    "cigarra",
    "turquesa",
    "colibrí",
    "escarlata",
    "azafrán",
    "perdiz",
    "ocelote",
    "bermellón",
    hersNumber,
    "900000001",
  ];
  const found = await recordOf(house.stack).search(marks);
  expect(found).toEqual([]);
});

/** Opens the list that the robot sent and taps a row. */
async function chooses(row: string): Promise<void> {
  await rosa().region.getByRole("button", { name: "Ver opciones" }).last().click();
  await rosa()
    .region.getByRole("dialog")
    .getByRole("button", { name: new RegExp(row) })
    .click();
}
