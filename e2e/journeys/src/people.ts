import { demoPeople } from "@liss/identity";
import type { Locator, Page } from "playwright-core";

/** Logs a demo person in at the console or the explorer. */
export async function logIn(page: Page, address: string, firstName: string): Promise<void> {
  await page.goto(address);
  await fillPassword(page, firstName);
}

/** The first step of the door, where the page already is. */
export async function fillPassword(page: Page, firstName: string): Promise<void> {
  const person = demoPeople.find(({ name }) => name.startsWith(firstName));
  if (!person) throw new Error(`there is no demo person ${firstName}`);
  await page.getByLabel("Correo").fill(person.email);
  await page.getByLabel("Contraseña", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Entrar" }).click();
}

/** The woman's side: one simulated phone of the simulator's page. */
export function phoneOf(page: Page, owner: string) {
  const phone = page.getByRole("region", { name: owner });
  return {
    region: phone,
    writes: async (text: string): Promise<void> => {
      await phone.getByRole("textbox", { name: "Mensaje" }).fill(text);
      await phone.getByRole("button", { name: "Enviar" }).click();
    },
    /** A bubble that she received, by (part of) its text. */
    received: (text: string | RegExp): Locator =>
      phone.locator('[data-direction="in"]').filter({ hasText: text }),
    wrote: (text: string): Locator => phone.locator('[data-direction="out"]').filter({ hasText: text }),
  };
}

/** The executive's side: the open desk. */
export function deskOf(page: Page) {
  const desk = {
    page,
    takeNext: () => page.getByRole("button", { name: "Tomar la siguiente" }).click(),
    bubble: (text: string | RegExp): Locator => page.locator("[data-message-id]").filter({ hasText: text }),
    /** Closes the conversation; when something of hers is still unread, goes to read it, as the console offers. */
    closes: async (classification: string): Promise<void> => {
      const dialog = page.getByRole("dialog");
      for (let attempt = 0; attempt < 6; attempt += 1) {
        await page.getByRole("button", { name: "Cerrar atención" }).click();
        await dialog.getByRole("radio", { name: classification }).check();
        await dialog.getByRole("button", { name: "Cerrar atención" }).click();
        const closed = dialog.waitFor({ state: "hidden", timeout: 5_000 }).then(
          () => true,
          () => false,
        );
        if (await closed) return;
        await dialog.getByRole("button", { name: "Ir a leerlo" }).click();
        await dialog.waitFor({ state: "hidden" });
        await page.waitForTimeout(1_000);
      }
      throw new Error("the conversation does not close");
    },
    /** Writes and sends; when the console warns of the words, she answers for them with this reason. */
    answers: async (text: string, because?: string): Promise<void> => {
      await page.getByRole("textbox", { name: "Escribe tu mensaje" }).fill(text);
      const reason = page
        .getByRole("group", { name: "Enviar igual, porque…" })
        .getByRole("button", { name: because ?? "" });
      await (because ? reason : page.getByRole("button", { name: "Enviar", exact: true })).click();
    },
    /** Writes down who reads her phone. */
    notesWhoReads: async (answer: string): Promise<void> => {
      await page.getByRole("button", { name: "Anotar lo acordado" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("radio", { name: answer }).check();
      await dialog.getByRole("button", { name: "Guardar" }).click();
      await dialog.waitFor({ state: "hidden" });
    },
  };
  return desk;
}
