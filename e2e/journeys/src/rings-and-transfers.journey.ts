import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { deskClient } from "./desk-client.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

const words = "está afuera gritando y tiene un cuchillo";
const note = "prefiere hablar con alguien de noche, ya no le respondas tú";

let house: House;
let ana: Page;
let berta: Page;
let carla: Page;
/** Whom it rings for first, and second. */
let first: Page;
let second: Page;
let codeName = "";

beforeAll(async () => {
  house = await startHouse();
  const address = house.stack.addresses["executive-routing"];
  [ana, berta, carla] = await Promise.all([house.page(), house.page(), house.page()]);
  await logIn(ana, address, "Ana");
  await logIn(berta, address, "Berta");
  await logIn(carla, address, "Carla");
  for (const page of [ana, berta, carla]) await seenSoon(page.getByText("Nadie espera. Respira."));
  await (await deskClient(address, "Carla")).insist("PUT", "/policy", { offerSeconds: 8 });
});
afterAll(() => house?.stop());

const ringOf = (page: Page) => page.getByRole("region", { name: "Te llaman" });
const calls = (page: Page, kind: "offer" | "everybody" | "transfer") => page.locator(`[data-ring="${kind}"]`);

test("an emergency rings for one of them, with sound, and says nothing of why", async () => {
  await (await newPhone(house.stack.addresses.simulator, "Alguien de Cuento")).writes(words);
  first = await Promise.any(
    [ana, berta].map(async (page) => {
      await seenSoon(calls(page, "offer"));
      return page;
    }),
  );
  second = first === ana ? berta : ana;
  expect(await calls(second, "offer").count()).toBe(0);
  expect(await calls(first, "offer").getAttribute("data-sounding")).toBe("true");
  const said = (await ringOf(first).textContent()) ?? "";
  codeName = /Te llaman: (\S+-\d+)/.exec(said)?.[1] ?? "";
  expect(codeName).not.toBe("");
  expect(said).not.toMatch(/cuchillo|arma|agresor|emergencia/i);
  await expectNoAxeViolations(first);
  // Everybody sees on the list for whom it rings; nobody is called who is not meant.
  await seenSoon(carla.locator('[data-ring-state="one"]'));
});

test("she passes with a key, it rings for the next; nobody answers, it rings for everybody", async () => {
  await first.keyboard.press("Alt+p");
  await seenSoon(calls(second, "offer"));
  await calls(first, "offer").waitFor({ state: "detached" });
  // The second does not answer: her time passes.
  await seenSoon(calls(second, "everybody"), 20_000);
  await seenSoon(calls(first, "everybody"));
  await seenSoon(calls(carla, "everybody"));
  await seenSoon(carla.getByText("Una emergencia suena para todas"));
});

test("one takes it with a key and the rest are silent", async () => {
  await first.keyboard.press("Alt+a");
  await seenSoon(deskOf(first).bubble(words));
  for (const page of [first, second, carla]) await calls(page, "everybody").waitFor({ state: "detached" });
});

test("warm: the other reads the note and says no; whoever attends goes on, and is told", async () => {
  await first.keyboard.press("Alt+t");
  const dialog = first.getByRole("dialog");
  await dialog.getByRole("radio", { name: second === ana ? /Ana/ : /Berta/ }).check();
  await dialog.getByLabel("Nota para quien recibe").fill(note);
  await expectNoAxeViolations(first);
  await dialog.getByRole("button", { name: "Proponer traspaso" }).click();
  await seenSoon(first.getByText(/Propusiste el traspaso a (Ana|Berta)/));
  await seenSoon(calls(second, "transfer"));
  await ringOf(second).getByRole("button", { name: "Leer su nota" }).click();
  await seenSoon(ringOf(second).getByText(note));
  await expectNoAxeViolations(second);
  await second.keyboard.press("Alt+p");
  await seenSoon(first.getByText(/(Ana|Berta) \S+ no puede recibirla ahora. Sigues tú a cargo/).first());
});

test("warm again: she accepts, and from then on it is hers", async () => {
  await first.keyboard.press("Alt+t");
  const dialog = first.getByRole("dialog");
  await dialog.getByRole("radio", { name: second === ana ? /Ana/ : /Berta/ }).check();
  await dialog.getByLabel("Nota para quien recibe").fill(note);
  await dialog.getByRole("button", { name: "Proponer traspaso" }).click();
  await seenSoon(calls(second, "transfer"));
  await ringOf(second).getByRole("button", { name: /Tomar/ }).click();
  await seenSoon(deskOf(second).bubble(words));
  await seenSoon(second.getByRole("navigation", { name: "Mías" }).getByText(codeName));
  await first.getByRole("navigation", { name: "Mías" }).getByText(codeName).waitFor({ state: "detached" });
});

test("cold: it is the supervisor's at once", async () => {
  await second.getByRole("button", { name: "Traspasar" }).click();
  const dialog = second.getByRole("dialog");
  await dialog.getByRole("radio", { name: /Carla/ }).check();
  await dialog.getByText("De inmediato").click();
  await dialog.getByRole("button", { name: "Traspasar ahora" }).click();
  await seenSoon(carla.getByRole("navigation", { name: "Mías" }).getByText(codeName));
});
