import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import type { Page } from "playwright-core";
import type { House } from "../house.ts";
import { logIn } from "../people.ts";
import type { Album } from "./album.ts";

/** What Ana sees: her desk, her conversation, and what helps to write, to find and to get around. */
export async function takeDesk(
  { stack, page }: House,
  { scheme, shoot, scene }: Album,
  robots: string,
): Promise<void> {
  const address = stack.addresses["executive-routing"];
  const desk = await page({ scheme });
  const ask = (name: string) => desk.getByRole("button", { name }).first().click();
  await scene("login", async () => {
    await desk.goto(address);
    await desk.getByLabel("Correo").waitFor();
    await shoot(desk, "console-login");
  });
  await logIn(desk, address, "Ana");
  await desk.getByRole("navigation", { name: "Mías" }).getByRole("button").first().waitFor();
  await shoot(desk, "console-desk");
  await desk
    .getByRole("navigation", { name: "Mías" })
    .locator(`[data-session-id="${robots}"] button`)
    .click();
  const field = desk.getByRole("textbox", { name: "Escribe tu mensaje" });
  await field.waitFor();
  await desk.waitForTimeout(600);
  await shoot(desk, "console-conversation");

  await scene("attachment", async () => {
    const asked = desk.waitForEvent("filechooser");
    await ask("Adjuntar un archivo");
    const file = join(repositoryRoot, "e2e/simulator/src/media/sample.jpg");
    await (await asked).setFiles({ name: "mapa.jpg", mimeType: "image/jpeg", buffer: readFileSync(file) });
    await desk.getByText("Listo para enviar").waitFor();
    await field.fill("este es el mapa para llegar");
    await shoot(desk, "console-attachment");
    await ask("Quitar el archivo");
    await field.fill("");
  });
  await scene("drop", async () => {
    const hold = (step: "dragover" | "dragleave") =>
      desk.getByRole("region", { name: "Mensajes" }).evaluate((thread, step) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["."], "mapa.jpg", { type: "image/jpeg" }));
        thread.dispatchEvent(new DragEvent(step, { bubbles: true, cancelable: true, dataTransfer }));
      }, step);
    await hold("dragover");
    await shoot(desk, "console-drop");
    await hold("dragleave");
  });
  await scene("canned in use", async () => {
    await field.focus();
    await desk.keyboard.type("/");
    await desk.getByRole("listbox", { name: "Respuestas que calzan" }).waitFor();
    await shoot(desk, "console-canned-in-use");
    await desk.keyboard.press("Escape");
    await desk.keyboard.press("Backspace");
  });
  await dialogs(desk, { scheme, shoot, scene });
  await places(desk, { scheme, shoot, scene });
  await desk.close();
}

async function dialogs(desk: Page, { scheme, shoot, scene }: Album): Promise<void> {
  const dialog = desk.getByRole("dialog");
  const close = async () => {
    await desk.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  };
  const keys = [
    ["console-transfer", "Alt+t"],
    ["console-close", "Alt+c"],
    ["console-palette", "Control+k"],
  ] as const;
  for (const [name, key] of keys)
    await scene(name, async () => {
      await desk.keyboard.press(key);
      await dialog.waitFor();
      await shoot(desk, name);
      await close();
    });
  await scene("plan", async () => {
    await desk.getByRole("button", { name: "Anotar lo acordado" }).click();
    await dialog.waitFor();
    await shoot(desk, "console-plan");
    await close();
  });
  await scene("risk", async () => {
    await desk.getByRole("button", { name: "Decidir el riesgo" }).click();
    await shoot(desk, "console-risk");
    await desk
      .getByRole("form", { name: "Decidir el riesgo" })
      .getByRole("button", { name: "Volver" })
      .click();
  });
  await scene("guide", async () => {
    await desk.getByRole("button", { name: "Despedida segura" }).click();
    await dialog.waitFor();
    await shoot(desk, "console-guide");
    await close();
  });
  await scene("case", async () => {
    await desk.keyboard.press("Alt+h");
    const commune = dialog.getByRole("textbox", { name: "Comuna" });
    // Another one the second time: what is already noted is not saved again.
    await commune.fill(scheme === "light" ? "Villa Ficticia" : "Puerto Inventado");
    await commune.press("Enter");
    await dialog.getByText("Guardado.").waitFor();
    await shoot(desk, "console-case");
    await dialog.getByRole("tab", { name: "Derivaciones" }).click();
    await dialog.getByRole("button", { name: "Nueva derivación" }).click();
    await shoot(desk, "console-referral");
    await close();
  });
  await scene("keys and tour", async () => {
    await desk.getByRole("button", { name: "Teclas" }).click();
    await dialog.waitFor();
    await shoot(desk, "console-keys");
    await close();
  });
  await scene("status", async () => {
    await desk.getByRole("button", { name: /en línea/i }).click();
    await shoot(desk, "console-status");
    await desk.keyboard.press("Escape");
  });
}

async function places(desk: Page, { shoot, scene }: Album): Promise<void> {
  const { origin } = new URL(desk.url());
  await scene("search", async () => {
    await desk.keyboard.press("Alt+s");
    await desk.getByLabel("Nombre en clave o palabras").fill("denuncia");
    await desk.keyboard.press("Enter");
    await desk.getByRole("list", { name: "Atenciones encontradas" }).waitFor();
    await shoot(desk, "console-search");
    await desk.getByLabel("Nombre en clave o palabras").fill("elefante");
    await desk.keyboard.press("Enter");
    await desk.getByRole("list", { name: "Atenciones encontradas" }).waitFor({ state: "hidden" });
    await shoot(desk, "console-search-nothing");
  });
  await scene("canned form", async () => {
    await desk.goto(`${origin}/respuestas`);
    await desk.getByRole("button", { name: "Nueva respuesta" }).click();
    await desk.getByRole("textbox", { name: "Texto" }).waitFor();
    await shoot(desk, "console-canned-form");
  });
  const screens = [
    ["console-canned", "/respuestas", "Respuestas rápidas"],
    ["console-my-day", "/mi-dia", "Mi día"],
    ["console-my-login", "/mi-ingreso", /.+/],
    ["console-not-found", "/no-existe", /.+/],
  ] as const;
  for (const [name, path, heading] of screens)
    await scene(name, async () => {
      await desk.goto(`${origin}${path}`);
      await desk.locator("main").getByRole("heading", { name: heading }).first().waitFor();
      await desk.waitForTimeout(500);
      await shoot(desk, name);
    });
}

/** What Berta sees: messages that arrived, failed or are not confirmed; an emergency; a line that is gone. */
export async function takeTrouble({ stack, page }: House, { scheme, shoot, scene }: Album): Promise<void> {
  const desk = await page({ scheme });
  await logIn(desk, stack.addresses["executive-routing"], "Berta");
  await desk.getByRole("navigation", { name: "Mías" }).getByRole("button").first().click();
  await desk.locator('[data-delivery="unknown"]').waitFor();
  await shoot(desk, "console-deliveries");
  await scene("ring", async () => {
    await desk.getByRole("button", { name: /Tomar la siguiente/ }).waitFor();
    await desk.locator("[data-ring-state]").first().waitFor();
    await shoot(desk, "console-ring");
  });
  await scene("number", async () => {
    await desk.getByRole("button", { name: "Ver su número" }).click();
    await shoot(desk, "console-number-asked");
    await desk.getByRole("button", { name: "Mostrar", exact: true }).click();
    await desk.getByRole("button", { name: "Tapar ahora" }).waitFor();
    await shoot(desk, "console-number");
    await desk.getByRole("button", { name: "Tapar ahora" }).click();
  });
  await scene("emergency", async () => {
    await desk.keyboard.press("Alt+x");
    await desk.getByRole("heading", { name: "Lo que se sabe" }).waitFor();
    await shoot(desk, "console-emergency");
    await desk.keyboard.press("Escape");
  });
  await scene("reconnecting", async () => {
    await desk.context().setOffline(true);
    await desk
      .getByText(/reconectando/i)
      .first()
      .waitFor({ timeout: 60_000 });
    await shoot(desk, "console-reconnecting");
    await desk.context().setOffline(false);
  });
  await desk.close();
}

/** The first minute, before anybody wrote: an empty queue, the tour, and somebody who has no business here. */
export async function takeFirstMinute(
  { stack, page }: House,
  { scheme, shoot, scene }: Album,
): Promise<void> {
  const address = stack.addresses["executive-routing"];
  await scene("tour and empty desk", async () => {
    const desk = await page({ scheme, newcomer: true });
    await logIn(desk, address, "Ana");
    await desk.getByRole("dialog").waitFor();
    await shoot(desk, "console-tour");
    await desk.keyboard.press("Escape");
    await desk.getByText("Nadie espera. Respira.").waitFor();
    await shoot(desk, "console-empty");
    await desk.close();
  });
  await scene("no permission", async () => {
    const desk = await page({ scheme });
    await logIn(desk, address, "Diana");
    await desk.getByRole("heading", { name: "Esta puerta no es la tuya" }).waitFor();
    await shoot(desk, "console-no-permission");
    await desk.close();
  });
}
