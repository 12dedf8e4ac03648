import { randomUUID } from "node:crypto";
import { deskClient } from "../desk-client.ts";
import { eventually } from "../eventually.ts";
import type { House } from "../house.ts";
import { deskOf, logIn, phoneOf } from "../people.ts";
import { newPhone } from "../phone-client.ts";

/** Invented openings, one per tier, so that the queue shows what it can. */
const openings = [
  ["Nombre Inventado", "hola, quiero saber dónde se pide una medida de protección"],
  ["Persona Ficticia", "me siento muy sola y ya no sé qué hacer"],
  ["Prueba Imaginaria", "mi ex me amenazó de muerte la semana pasada, tengo mucho miedo"],
] as const;
export const emergency = "está afuera gritando y tiene un cuchillo";

/** Ana's conversation, with the robot allowed to answer, and others who wait. Returns its id and the page of the phones. */
export async function fill({ stack, page }: House) {
  const phones = await page();
  await phones.goto(stack.addresses.simulator);
  const name = (await phones.getByRole("region").first().getAttribute("aria-label")) ?? "";
  const hers = phoneOf(phones, name);
  await hers.writes("hola, quiero hacer una consulta");
  const desk = deskOf(await page());
  await logIn(desk.page, stack.addresses["executive-routing"], "Ana");
  await desk.takeNext();
  await desk.answers("Hola, te leo. ¿Puedes escribir tranquila ahora?", "el aviso leyó mal");
  await desk.page.getByRole("button", { name: "Anotar lo acordado" }).click();
  const dialog = desk.page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Solo ella lee su teléfono" }).check();
  await dialog.getByRole("checkbox", { name: "Puede recibir fotos, audios y archivos" }).check();
  await dialog.getByRole("button", { name: "Guardar" }).click();
  await dialog.waitFor({ state: "hidden" });
  await hers.received("te leo").waitFor();
  await hers.writes("sí, por ahora. quiero saber cómo se hace una denuncia");
  await desk.bubble("cómo se hace una denuncia").waitFor();
  await desk.page.getByRole("button", { name: "Robot", exact: true }).click();
  await hers.region.getByRole("button", { name: "Ver opciones" }).waitFor();
  for (const [owner, text] of openings) await (await newPhone(stack.addresses.simulator, owner)).writes(text);
  const supervisor = await deskClient(stack.addresses["executive-routing"], "Carla");
  await eventually(async () => {
    const queue = await supervisor.queue();
    if (queue.length < openings.length || queue.some(({ tier }) => tier === "unassessed"))
      throw new Error("not yet");
  });
  const [mine] = await (await deskClient(stack.addresses["executive-routing"], "Ana")).mine();
  return { phones, robots: mine?.id ?? "" };
}

/** Somebody whom Carla attended comes back to Ana, and asks for what is kept about her. Returns her new conversation. */
export async function cameBack({ stack }: House): Promise<string> {
  const address = stack.addresses["executive-routing"];
  const [ana, carla] = [await deskClient(address, "Ana"), await deskClient(address, "Carla")];
  const known = new Set((await carla.queue()).map(({ id }) => id));
  const hers = await newPhone(stack.addresses.simulator, "Vuelta Imaginaria");
  const arrives = (text: string) =>
    hers.writes(text).then(() =>
      eventually(async () => {
        const card = (await carla.queue()).find(({ id, tier }) => !known.has(id) && tier !== "unassessed");
        if (!card) throw new Error("she does not wait yet");
        return card.id;
      }),
    );
  const first = await arrives("hola, ¿puedo preguntar por el canelo?");
  await carla.command(first, "claim");
  const { messages } = await carla.read(first);
  await carla.command(first, "seen", { messageIds: messages.map(({ id }) => id) });
  await carla.command(first, "close", { classification: "guidance" });
  const again = await arrives("hola de nuevo, soy yo. quiero saber qué guardan de mí");
  await ana.command(again, "claim");
  await ana.command(again, "rights", { requestId: randomUUID(), kind: "access" });
  return again;
}

/** Texts of the team and of Ana, one of which would betray whoever reads it at the wrong moment. */
export async function canned({ stack }: House): Promise<void> {
  const texts = [
    ["Carla", "team", "saludo", "{saludo}, soy {ejecutiva}. Te leo con calma, escribe cuando puedas."],
    ["Carla", "team", "pausa", "Te espero. Si dejas de escribir no te vamos a llamar."],
    ["Ana", "personal", "comisaria", "La denuncia la puedes hacer en cualquier comisaría de Carabineros."],
  ] as const;
  for (const [who, scope, name, text] of texts) {
    const person = await deskClient(stack.addresses["executive-routing"], who);
    await person.insist("PUT", "/canned-replies", { replyId: randomUUID(), scope, name, text });
  }
}

/** Berta's conversation: what arrived, what failed, what is not confirmed, and a picture that is still covered. */
export async function trouble({ stack, page }: House): Promise<void> {
  const hers = await newPhone(stack.addresses.simulator, "Alguien de Cuento");
  await hers.writes(emergency);
  const sends = (what: object) => hers.control("POST", `/phones/${hers.id}/messages`, what);
  const fault = (what: object) => hers.control("POST", "/faults", { phoneId: hers.id, times: 1, ...what });
  const desk = deskOf(await page());
  await logIn(desk.page, stack.addresses["executive-routing"], "Berta");
  await desk.page.getByText("Emergencia").first().waitFor();
  await desk.takeNext();
  await desk.bubble(emergency).waitFor();
  await desk.answers("Te leo. ¿Puedes seguir escribiendo?");
  await desk.page.locator('[data-delivery="read"]').waitFor();
  await sends({ type: "image", caption: "se ve desde la ventana" });
  await desk.page.getByRole("button", { name: "Ver imagen" }).waitFor();
  await fault({ kind: "blocked" });
  await desk.answers("Ya te respondo.");
  await desk.page.locator('[data-delivery="failed"]').waitFor();
  await fault({ kind: "drop", on: "statuses", times: 3 });
  await fault({ kind: "timeout-after-acceptance", holdMs: 15_000 });
  await desk.answers("Ya vi tu mensaje, gracias.");
  await desk.page.locator('[data-delivery="unknown"]').waitFor();
}
