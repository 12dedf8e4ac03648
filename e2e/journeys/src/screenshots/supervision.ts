import type { House } from "../house.ts";
import { logIn } from "../people.ts";
import type { Album } from "./album.ts";

/** What Carla sees: who works and who waits, the people, the hours. */
export async function takeSupervisor({ stack, page }: House, { scheme, shoot, scene }: Album): Promise<void> {
  const desk = await page({ scheme });
  const address = stack.addresses["executive-routing"];
  await logIn(desk, address, "Carla");
  await desk.getByRole("link", { name: /Turno/ }).first().waitFor();
  const screens = [
    ["console-wall", "/turno", "Turno en vivo"],
    ["console-people", "/equipo", "Equipo"],
    ["console-hours", "/horario", "Horario de atención"],
    ["console-rules", "/reglas", "Reglas del turno"],
    ["console-directory", "/directorio", "Directorio de servicios"],
    ["console-announcements", "/anuncios", "Anuncios del turno"],
    ["console-shifts", "/turnos", "Cómo fue el turno"],
    ["console-data", "/datos", "Datos y derechos"],
  ] as const;
  for (const [name, path, heading] of screens)
    await scene(name, async () => {
      await desk.goto(`${address}${path}`);
      await desk.getByRole("heading", { name: heading }).first().waitFor();
      await desk.waitForTimeout(1_200);
      await shoot(desk, name);
    });
  const dialog = desk.getByRole("dialog");
  const inDialog = (name: string, path: string, button: RegExp) =>
    scene(name, async () => {
      await desk.goto(`${address}${path}`);
      await desk.getByRole("button", { name: button }).first().click();
      await dialog.waitFor();
      await shoot(desk, name);
    });
  await inDialog("console-member", "/equipo", /Cambiar a Berta/);
  await inDialog("console-data-answer", "/datos", /Responder la solicitud/);
  await inDialog("console-data-hold", "/datos", /Conservar la conversación/);
  await desk.close();
}

/** What Elena sees, who writes what the robot says: an article as it is received, and why it answers as it does. */
export async function takeEditor({ stack, page }: House, { scheme, shoot, scene }: Album): Promise<void> {
  const editor = await page({ scheme });
  await logIn(editor, stack.addresses["executive-routing"], "Elena");
  await scene("robot", async () => {
    await editor.getByRole("button", { name: "Dónde y cómo avisar" }).click();
    await editor.getByRole("heading", { name: "Como lo recibe ella" }).waitFor();
    await shoot(editor, "console-robot");
  });
  await scene("robot change", async () => {
    await editor.getByRole("button", { name: "Proponer un cambio" }).click();
    const field = editor.getByRole("textbox", { name: "Texto del artículo, con sus datos al comienzo" });
    await field.fill(`${await field.inputValue()}\nLlama al 600 000 0000.\n`);
    await editor.getByText(/está escrito a mano/).waitFor();
    await shoot(editor, "console-robot-change");
  });
  await scene("robot why", async () => {
    await editor
      .locator("label")
      .filter({ hasText: /^Probar el robot$/ })
      .click();
    await editor
      .getByRole("textbox", { name: "Escribe como escribiría ella" })
      .fill("¿dónde puedo denunciar?");
    await editor.getByRole("button", { name: "Preguntar" }).click();
    await editor.getByRole("heading", { name: "Por qué" }).waitFor();
    await shoot(editor, "console-robot-why");
  });
  await editor.close();
}
