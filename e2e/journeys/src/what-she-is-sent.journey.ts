import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn } from "./people.ts";
import { newPhone } from "./phone-client.ts";
import { seenSoon } from "./seen.ts";

let house: House;
let hers: Awaited<ReturnType<typeof newPhone>>;
let desk: ReturnType<typeof deskOf>;
const picture = readFileSync(join(repositoryRoot, "e2e/simulator/src/media/sample.jpg"));
const paper = Buffer.from("%PDF-1.4\n% una hoja que no dice nada\n%%EOF\n");

beforeAll(async () => {
  house = await startHouse();
  hers = await newPhone(house.stack.addresses.simulator, "Persona Inventada");
  const page = await house.page();
  await logIn(page, house.stack.addresses["executive-routing"], "Ana");
  desk = deskOf(page);
  await hers.writes("hola, ¿dónde queda el centro de la mujer?");
  await seenSoon(page.getByText("Orientación").or(page.getByText("Información")).first());
  await desk.takeNext();
  await seenSoon(desk.bubble("dónde queda"));
});
afterAll(() => house?.stop());

const attachButton = () => desk.page.getByRole("button", { name: "Adjuntar un archivo" });
const strip = () => desk.page.getByRole("region", { name: "Archivo que vas a enviar" });
const send = () => desk.page.getByRole("button", { name: "Enviar", exact: true });

async function choose(name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const asked = desk.page.waitForEvent("filechooser");
  await attachButton().click();
  await (await asked).setFiles({ name, mimeType, buffer });
}

type Received = {
  direction: string;
  content: { kind: string; media?: string; caption?: string; filename?: string; url?: string };
};
async function received(): Promise<Received["content"][]> {
  const { phone } = await hers.control<{ phone: { conversation: Received[] } }>("GET", `/phones/${hers.id}`);
  return phone.conversation.filter(({ direction }) => direction === "in").map(({ content }) => content);
}

test("where she did not agree to files nobody looks for one: the console says what to do first", async () => {
  await seenSoon(desk.page.getByText("Sin fotos, audios ni archivos"));
  await attachButton().click();
  await seenSoon(desk.page.getByText(/Su plan de contacto seguro no admite/));
  await expectNoAxeViolations(desk.page);
  await desk.page.getByRole("button", { name: "Anotar lo acordado" }).click();
  const dialog = desk.page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Solo ella lee su teléfono" }).check();
  await dialog.getByRole("checkbox", { name: "Puede recibir fotos, audios y archivos" }).check();
  await dialog.getByRole("button", { name: "Guardar" }).click();
  await dialog.waitFor({ state: "hidden" });
  await seenSoon(desk.page.getByText("Puede recibir archivos"));
});

test("a picture goes with its words, can be taken back, and is shown as delivered", async () => {
  await choose("mapa.jpg", "image/jpeg", picture);
  await seenSoon(strip().getByText("Listo para enviar"));
  await expectNoAxeViolations(desk.page);
  await desk.page.getByRole("textbox", { name: "Escribe tu mensaje" }).fill("este es el mapa");
  await send().click();
  await desk.page.getByRole("button", { name: "Deshacer" }).click();
  await seenSoon(strip().getByText("Listo para enviar"));
  expect(await received()).toEqual([]);
  await send().click();
  const bubble = desk.bubble("este es el mapa");
  await seenSoon(desk.page.locator('[data-delivery="read"]').filter({ hasText: "este es el mapa" }), 30_000);
  expect(await received()).toEqual([
    expect.objectContaining({ kind: "media", media: "image", caption: "este es el mapa" }),
  ]);
  const [{ url = "" } = {}] = await received();
  const arrived = await fetch(new URL(url, house.stack.addresses.simulator));
  expect(Buffer.from(await arrived.arrayBuffer()).equals(picture)).toBe(true);
  await seenSoon(bubble.getByRole("button", { name: "Ver imagen" }));
});

test("a document goes by the name that she will see", async () => {
  await choose("lista.pdf", "application/pdf", paper);
  await seenSoon(strip().getByText("Listo para enviar"));
  await strip().getByRole("textbox", { name: "Nombre que ella verá" }).fill("receta de pan.pdf");
  await send().click();
  await seenSoon(desk.page.locator('[data-delivery="read"]').filter({ hasText: "receta de pan" }), 30_000);
  expect(await received()).toContainEqual(
    expect.objectContaining({ media: "document", filename: "receta de pan.pdf" }),
  );
});

/** Files as the browser hands them over: held above a place and let go there, or pasted into it. */
const handOver = (
  type: "drop" | "paste",
  place: string,
  files: { name: string; mimeType: string; buffer: Buffer }[],
) =>
  desk.page.evaluate(
    ([type, place, files]) => {
      const transfer = new DataTransfer();
      for (const { name, mimeType, bytes } of files)
        transfer.items.add(
          new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], name, { type: mimeType }),
        );
      const target = document.querySelector(place);
      const init = { bubbles: true, cancelable: true };
      if (type === "paste")
        target?.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData: transfer }));
      else
        for (const step of ["dragover", "drop"])
          target?.dispatchEvent(new DragEvent(step, { ...init, dataTransfer: transfer }));
    },
    [
      type,
      place,
      files.map(({ buffer, ...file }) => ({ ...file, bytes: buffer.toString("base64") })),
    ] as const,
  );
const map = { name: "otro-mapa.jpg", mimeType: "image/jpeg", buffer: picture };

test("a file that is dropped on the conversation, or pasted, is looked at like one that was chosen", async () => {
  await handOver("drop", "main [aria-label='Mensajes']", [map, { ...map, name: "segundo.jpg" }]);
  await seenSoon(strip().getByText("Listo para enviar"));
  await seenSoon(desk.page.getByText(/Va un archivo por mensaje: quedó el primero/));
  await strip().getByRole("button", { name: "Quitar el archivo" }).click();
  await handOver("paste", "[data-composer]", [map]);
  await seenSoon(strip().getByText("Listo para enviar"));
  await strip().getByRole("button", { name: "Quitar el archivo" }).click();
  await handOver("drop", "[data-composer]", [
    { name: "programa.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") },
  ]);
  await seenSoon(strip().getByText(/Ese tipo de archivo no se envía/));
  await strip().getByRole("button", { name: "Quitar el archivo" }).click();
  // Beside the conversation it lands nowhere, and above all does not open in place of the desk.
  await handOver("drop", "header", [map]);
  expect(await strip().count()).toBe(0);
  await seenSoon(desk.bubble("dónde queda"));
});

test("what cannot be sent says why and what to do, and leaves no trace", async () => {
  await choose("programa.exe", "application/x-msdownload", Buffer.from("MZ"));
  await seenSoon(strip().getByText(/Ese tipo de archivo no se envía/));
  await strip().getByRole("button", { name: "Quitar el archivo" }).click();
  await choose("enorme.jpg", "image/jpeg", Buffer.alloc(5 * 2 ** 20 + 1, 255));
  await seenSoon(strip().getByText(/lo más que se envía es/));
  await expectNoAxeViolations(desk.page);
  expect(await send().isDisabled()).toBe(true);
  await strip().getByRole("button", { name: "Quitar el archivo" }).click();
  // It calls itself a picture and is none: the server looks at the bytes.
  await choose("disfraz.png", "image/png", Buffer.from("<html><script>alert(1)</script>"));
  await seenSoon(strip().getByText(/Ese tipo de archivo no se envía/));
  await strip().getByRole("button", { name: "Quitar el archivo" }).click();
  expect(await strip().count()).toBe(0);
});
