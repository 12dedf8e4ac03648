import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let hers: Awaited<ReturnType<typeof newPhone>>;
let desk: ReturnType<typeof deskOf>;
let other: Page;

beforeAll(async () => {
  house = await startHouse();
  const console = house.stack.addresses["executive-routing"];
  hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  const page = await house.page();
  await logIn(page, console, "Ana");
  desk = deskOf(page);
  other = await house.page();
  await logIn(other, console, "Carla");
  await hers.writes("hola, te mando una foto");
  await seenSoon(page.locator("[data-session-id]").first());
  await desk.takeNext();
  await seenSoon(desk.bubble("te mando una foto"));
});
afterAll(() => house?.stop());

const sends = (type: string, more: object = {}) =>
  hers.control("POST", `/phones/${hers.id}/messages`, { type, ...more });
const fault = (request: object) => hers.control("POST", "/faults", { phoneId: hers.id, ...request });
const ours = (delivery: string, text: string) =>
  desk.page.locator(`[data-delivery="${delivery}"]`).filter({ hasText: text });

test("a picture of hers stays covered until whoever attends asks for it, and can be covered again", async () => {
  await sends("image", { caption: "esto pasó" });
  const bubble = desk.bubble("esto pasó");
  const ask = bubble.getByRole("button", { name: "Ver imagen" });
  await seenSoon(ask);
  expect(await bubble.getByRole("img", { name: "Imagen" }).count()).toBe(0);
  await expectNoAxeViolations(desk.page);
  await ask.click();
  const picture = bubble.getByRole("img", { name: "Imagen" });
  await seenSoon(picture);
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await bubble.getByRole("button", { name: "Tapar" }).click();
  expect(await picture.evaluate((image) => getComputedStyle(image).filter)).toContain("blur");
  await expectNoAxeViolations(desk.page);
});

test("a supervisor who reads along does not open it", async () => {
  const address = new URL(desk.page.url()).pathname;
  await other.goto(new URL(address, house.stack.addresses["executive-routing"]).href);
  const bubble = other.locator("[data-message-id]").filter({ hasText: "esto pasó" });
  await seenSoon(bubble.getByText("Solo lo abre quien la atiende."));
  expect(await bubble.getByRole("button", { name: "Ver imagen" }).isDisabled()).toBe(true);
});

test("a voice note plays, a document is downloaded, and a file that cannot be had says why", async () => {
  await sends("voice");
  await desk.page.getByRole("button", { name: "Escuchar" }).last().click();
  await seenSoon(desk.page.locator("audio").last());
  await expect
    .poll(() =>
      desk.page
        .locator("audio")
        .last()
        .evaluate((sound: HTMLAudioElement) => sound.duration > 0),
    )
    .toBe(true);
  await sends("document");
  const downloading = desk.page.waitForEvent("download");
  await desk.page.getByRole("button", { name: "Bajar documento" }).last().click();
  expect(await (await downloading).failure()).toBeNull();
  await fault({ kind: "file-trouble", trouble: "altered", times: 20 });
  await sends("image", { caption: "otra foto" });
  await seenSoon(desk.bubble("otra foto").getByText(/Llegó dañado/), 30_000);
});

test("what failed, what is not confirmed and what arrived are told apart, in words", async () => {
  await desk.answers("La recibí, gracias.");
  await seenSoon(ours("read", "La recibí"));
  await fault({ kind: "blocked", times: 1 });
  await desk.answers("¿Puedes seguir escribiendo?");
  await seenSoon(
    ours("failed", "¿Puedes seguir").getByText(/Falló\. Su teléfono no puede recibirlo/),
    30_000,
  );
  await fault({ kind: "drop", on: "statuses", times: 3 });
  await fault({ kind: "timeout-after-acceptance", holdMs: 15_000, times: 1 });
  await desk.answers("Ya vi tu mensaje, gracias.");
  await seenSoon(ours("unknown", "Ya vi tu mensaje").getByText(/No pudimos confirmar si llegó/), 30_000);
  expect((await hers.received()).filter((text) => text === "Ya vi tu mensaje, gracias.")).toHaveLength(1);
  await expectNoAxeViolations(desk.page);
});

test("a plea that names nothing says why it is urgent, in her words and beside them", async () => {
  await hers.writes("sálvenme, estoy en peligro");
  const words = desk.bubble("sálvenme").locator("mark").filter({ hasText: "estoy en peligro" });
  await seenSoon(words);
  // With the keyboard: who has just used it sees what takes the focus.
  await desk.page.keyboard.press("Tab");
  await words.focus();
  await seenSoon(desk.page.getByText("Estas palabras la hacen más urgente", { exact: true }));
  const beside = desk.page.getByRole("complementary", { name: "Contexto" });
  await seenSoon(beside.getByText("Lo que la hizo urgente está marcado en sus palabras"));
  await expectNoAxeViolations(desk.page);
});
