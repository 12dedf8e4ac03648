import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { eventually } from "./eventually.ts";
import { type House, startHouse } from "./house.ts";
import { logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";
import { shot } from "./shots.ts";

let house: House;
beforeAll(async () => {
  house = await startHouse();
  await aDay();
});
afterAll(() => house?.stop());

/** One attention from its beginning to its end, an emergency that is still open, and somebody who looks for herself. */
async function aDay(): Promise<void> {
  const { simulator, "executive-routing": desk } = house.stack.addresses;
  const ana = await deskClient(desk, "Ana");
  const hers = await newPhone(simulator, "Persona Inventada");
  await hers.writes("hola, quiero saber dónde se hace una denuncia");
  await eventually(async () => {
    const [card] = await ana.queue();
    if (!card || card.tier === "unassessed") throw new Error("nobody waits yet");
  });
  await ana.insist("POST", "/sessions/next");
  const [mine] = await ana.mine();
  const id = mine?.id ?? "";
  await ana.read(id);
  await ana.says(id, "Te leo.");
  await eventually(async () => {
    const { messages } = await ana.read(id);
    const messageIds = messages.filter(({ direction }) => direction === "in").map((one) => one.id);
    await ana.command(id, "seen", { messageIds });
    const closed = await ana.command(id, "close", { classification: "information" });
    if (closed.status >= 300) throw new Error(`it does not close: ${JSON.stringify(closed.body)}`);
  });
  await (await newPhone(simulator, "Nombre Inventado")).writes("está afuera gritando y tiene un cuchillo");
  const carla = await deskClient(desk, "Carla");
  await carla.insist("POST", "/searches", { text: "Demostración" });
  await eventually(async () => {
    if (!(await carla.queue()).some(({ tier }) => tier === "imminent")) throw new Error("not seen yet");
  });
}

const pages = [
  ["sessions", "/", "Atenciones"],
  ["nothing-found", "/?text=nadie-se-llama-asi", "Atenciones"],
  ["period", "/periodo?last=week", "Qué pasó con cada mensaje"],
  ["period-missing", "/periodo?last=day&missing=seen", "Qué pasó con cada mensaje"],
  ["period-empty", "/periodo?last=custom&from=2020-01-01T03:00:00Z&to=2020-01-02T03:00:00Z", "Qué pasó"],
  ["report", "/informe?last=day", "Informe de trazabilidad"],
  ["report-empty", "/informe?last=custom&from=2020-01-01T03:00:00Z&to=2020-01-02T03:00:00Z", "Informe"],
  ["unattached", "/sin-atencion", "Hechos sueltos"],
  ["entry", "/entradas/5", "Entrada 5"],
  ["entry-missing", "/entradas/999999", "Entrada 999999"],
] as const;

async function enter(scheme: "light" | "dark" = "light"): Promise<Page> {
  const page = await house.page({ scheme });
  await logIn(page, house.stack.addresses.audit, "Diana");
  await seenSoon(page.getByRole("heading", { name: "Atenciones" }));
  return page;
}
const address = (path: string) => `${house.stack.addresses.audit}${path}`;

describe.each(["light", "dark"] as const)("every page of the explorer, %s", (scheme) => {
  let page: Page;
  beforeAll(async () => {
    page = await enter(scheme);
  });
  afterAll(() => page.context().close());

  test.each(pages)("%s", async (name, path, title) => {
    await page.goto(address(path));
    await seenSoon(page.getByRole("heading", { level: 1, name: title }));
    await page.getByText("Buscando en el registro…").waitFor({ state: "hidden" });
    await shot(page, `auditor-${name}-${scheme}`);
    await expectNoAxeViolations(page);
  });

  test("the life of a session, an entry opened, and its proof", async () => {
    await page.goto(address("/"));
    await page.getByRole("link", { name: /-\d+/ }).last().click();
    await page
      .getByRole("button", { name: /^Entrada \d+$/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Verificar esta atención" }).click();
    await seenSoon(page.getByText(/Verificado en este navegador/));
    await shot(page, `auditor-life-${scheme}`);
    await expectNoAxeViolations(page);
  });

  test("the report proven in the browser, with its figures for publication", async () => {
    await page.goto(address("/informe?last=day"));
    await page.getByRole("button", { name: "Verificar este período" }).click();
    await seenSoon(page.getByText(/Verificado en este navegador/));
    await page.getByRole("button", { name: "Mostrar cifras para publicar" }).click();
    await seenSoon(page.getByText("no se publica").first());
    await page.setViewportSize({ width: 1366, height: 2_400 });
    await shot(page, `auditor-report-proven-${scheme}`);
    await page.setViewportSize({ width: 1366, height: 768 });
    await expectNoAxeViolations(page);
  });

  test("a record that does not answer says so, and is asked again when she wants", async () => {
    await page.route("**/api/report?**", (route) => route.fulfill({ status: 503, body: "" }));
    await page.goto(address("/informe?last=week"));
    await seenSoon(page.getByText("El registro no pudo responder."));
    await shot(page, `auditor-failed-${scheme}`);
    await expectNoAxeViolations(page);
    await page.unroute("**/api/report?**");
    await page.getByRole("button", { name: "Reintentar" }).click();
    await seenSoon(page.getByRole("heading", { name: "Quién miró qué" }));
  });
});

test("the report says what ran, what is open, who looked for herself, and that no rule was broken", async () => {
  const page = await enter();
  await page.goto(address("/informe?last=day"));
  const part = (title: string) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name: title }) });
  await seenSoon(part("Qué estaba funcionando").getByText("Las reglas"));
  await seenSoon(
    part("Qué estaba funcionando")
      .getByText(/reglas es-CL/)
      .first(),
  );
  await seenSoon(part("Emergencias").getByText("Sin resultado", { exact: true }));
  await seenSoon(part("Quién miró qué").getByText(/Carla .*Buscó su propio nombre/));
  expect(
    await part("Reglas que no se rompen")
      .getByText(/Se rompió/)
      .count(),
  ).toBe(0);
  // From the figure to the entry behind it, in the life that it is part of.
  const signal = part("Emergencias")
    .getByRole("link", { name: /^entrada \d+$/ })
    .first();
  const named = `Entrada ${/\d+/.exec((await signal.textContent()) ?? "")}`;
  await signal.click();
  await seenSoon(page.locator("li[aria-current]").getByRole("button", { name: named, exact: true }));
  await page.context().close();
});

test("a report that takes long can be stopped, and asked for again", async () => {
  const page = await enter();
  let asked = 0;
  await page.route("**/api/report?**", async (route) => {
    asked += 1;
    if (asked > 1) await route.continue();
  });
  await page.goto(address("/informe?last=custom&from=2016-01-01T03:00:00Z"));
  await page.getByRole("button", { name: "Detener" }).click();
  await seenSoon(page.getByText("Se detuvo la búsqueda."));
  await shot(page, "auditor-stopped-light");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Buscar de nuevo" }).click();
  await seenSoon(page.getByRole("heading", { name: "Quién miró qué" }));
  await page.context().close();
});

test("what she takes away is whole: tables, entries, the bundle", async () => {
  const page = await enter();
  await page.goto(address("/informe?last=day"));
  await seenSoon(page.getByRole("link", { name: "Atenciones (CSV)" }));
  const take = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), body: await text(await download.createReadStream()) };
  };
  const sessions = await take("Atenciones (CSV)");
  expect(sessions.name).toBe("liss-sessions.csv");
  expect(sessions.body).toContain("information");
  const entries = (await take("Asientos (JSONL)")).body.trimEnd().split("\n");
  expect(entries.map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(
    entries.map((_, nth) => nth),
  );
  expect((await take("Paquete verificable")).name).toBe("liss-registro.tar.gz");
  await page.context().close();
});

test("days are written as in Chile, whatever the browser speaks", async () => {
  const page = await enter();
  const from = page.getByRole("textbox", { name: "Desde" });
  await from.fill("03-04-2026");
  await from.press("Enter");
  await page.waitForURL(/from=2026-04-03/);
  expect(await from.inputValue()).toBe("03-04-2026");
  await expectNoAxeViolations(page);
  await shot(page, "auditor-days-light");
  await page.context().close();
});

test("by keyboard alone: she searches, keeps the search, and finds it again", async () => {
  const page = await enter();
  const rows = (count: number) =>
    expect.poll(() => page.getByRole("row").count(), { timeout: 15_000 }).toBe(count);
  await page.getByLabel("Nombre en clave o identificador").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => (document.activeElement as HTMLSelectElement).name)).toBe("type");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Emergencia");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Buscar" }).focus();
  await page.keyboard.press("Enter");
  await rows(2);
  await page.getByRole("button", { name: "Guardar esta búsqueda" }).focus();
  await page.keyboard.press("Enter");
  await seenSoon(page.getByRole("textbox", { name: "Nombre de la búsqueda" }));
  await page.getByRole("textbox", { name: "Nombre de la búsqueda" }).focus();
  await page.keyboard.type("Emergencias de hoy");
  await page.keyboard.press("Enter");
  await page.goto(address("/"));
  await rows(3);
  await page.getByRole("button", { name: "Emergencias de hoy", exact: true }).focus();
  await shot(page, "auditor-saved-light");
  await page.keyboard.press("Enter");
  await rows(2);
  await page.context().close();
});
