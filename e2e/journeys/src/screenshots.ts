import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import type { Page } from "playwright-core";
import { deskClient } from "./desk-client.ts";
import { eventually } from "./eventually.ts";
import { type House, startHouse } from "./house.ts";
import { deskOf, logIn, phoneOf } from "./people.ts";
import { newPhone } from "./phone-client.ts";

/** Invented openings, one per tier, so that the queue shows what it can. */
const openings = [
  ["Nombre Inventado", "hola, quiero saber dónde se pide una medida de protección"],
  ["Persona Ficticia", "me siento muy sola y ya no sé qué hacer"],
  ["Prueba Imaginaria", "mi ex me amenazó de muerte la semana pasada, tengo mucho miedo"],
] as const;
const emergency = "está afuera gritando y tiene un cuchillo";

const folder = join(repositoryRoot, "docs/screenshots");

/** `npm run screenshots`: the real screens, with invented people, in both themes, into docs/screenshots. */
async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const house = await startHouse();
  try {
    await fill(house);
    await trouble(house);
    await canned(house);
    await (await newPhone(house.stack.addresses.simulator, "Ejemplo de Papel")).writes(emergency);
    for (const scheme of ["light", "dark"] as const) await take(house, scheme);
  } finally {
    await house.stop();
  }
}

async function fill({ stack, page }: House): Promise<void> {
  const phones = await page();
  await phones.goto(stack.addresses.simulator);
  const name = (await phones.getByRole("region").first().getAttribute("aria-label")) ?? "";
  const hers = phoneOf(phones, name);
  await hers.writes("hola, quiero hacer una consulta");
  const desk = deskOf(await page());
  await logIn(desk.page, stack.addresses["executive-routing"], "Ana");
  await desk.takeNext();
  await desk.answers("Hola, te leo. ¿Puedes escribir tranquila ahora?", "el aviso leyó mal");
  await desk.notesWhoReads("Solo ella lee su teléfono");
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
  await phones.screenshot({ path: join(folder, "phones-light.png") });
}

async function take({ stack, page }: House, scheme: "light" | "dark"): Promise<void> {
  const shoot = (of: Page, name: string) => of.screenshot({ path: join(folder, `${name}-${scheme}.png`) });

  const console = await page({ scheme });
  await console.goto(stack.addresses["executive-routing"]);
  await console.getByLabel("Correo").waitFor();
  await shoot(console, "console-login");
  await logIn(console, stack.addresses["executive-routing"], "Ana");
  await console.getByText("Emergencia").first().waitFor();
  await shoot(console, "console-desk");
  await console.getByRole("navigation", { name: "Mías" }).getByRole("button").first().click();
  await console.getByRole("textbox", { name: "Escribe tu mensaje" }).waitFor();
  await console.waitForTimeout(600);
  await shoot(console, "console-conversation");
  await tools(console, shoot);

  const other = await page({ scheme });
  await logIn(other, stack.addresses["executive-routing"], "Berta");
  await other.getByRole("navigation", { name: "Mías" }).getByRole("button").first().click();
  await other.locator('[data-delivery="unknown"]').waitFor();
  await shoot(other, "console-deliveries");

  const explorer = await page({ scheme });
  await logIn(explorer, stack.addresses.audit, "Diana");
  await explorer.getByRole("link", { name: /-\d+/ }).last().waitFor();
  await shoot(explorer, "explorer-sessions");
  await explorer.getByRole("link", { name: /-\d+/ }).last().click();
  await explorer.getByRole("button", { name: "Verificar esta atención" }).click();
  await explorer.getByText(/Verificado en este navegador/).waitFor();
  await shoot(explorer, "explorer-session");
  await explorer.getByRole("link", { name: "Informe" }).click();
  await explorer.getByRole("button", { name: "Verificar este período" }).click();
  await explorer.getByText(/Verificado en este navegador/).waitFor();
  await shoot(explorer, "explorer-report");
}

/** What helps to write, to find and to get around. */
async function tools(console: Page, shoot: (of: Page, name: string) => Promise<unknown>): Promise<void> {
  await console.keyboard.press("Alt+m");
  await console.keyboard.type("/");
  await console.getByRole("listbox", { name: "Respuestas que calzan" }).waitFor();
  await shoot(console, "console-canned-in-use");
  await console.keyboard.press("Escape");
  await console.keyboard.press("Backspace");
  await console.keyboard.press("Control+k");
  await console.getByRole("combobox", { name: "¿Qué quieres hacer?" }).waitFor();
  await console.waitForTimeout(300);
  await shoot(console, "console-palette");
  await console.keyboard.type("respuestas");
  await console.keyboard.press("Enter");
  await console.getByRole("heading", { name: "Respuestas rápidas" }).waitFor();
  await console.getByText("/saludo", { exact: true }).waitFor();
  await shoot(console, "console-canned");
  await console.keyboard.press("Alt+s");
  await console.getByLabel("Nombre en clave o palabras").fill("denuncia");
  await console.keyboard.press("Enter");
  await console.getByRole("list", { name: "Atenciones encontradas" }).waitFor();
  await shoot(console, "console-search");
}

/** Texts of the team and of Ana, one of which would betray whoever reads it at the wrong moment. */
async function canned({ stack }: House): Promise<void> {
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
async function trouble({ stack, page }: House): Promise<void> {
  const hers = await newPhone(stack.addresses.simulator, "Alguien de Cuento");
  await hers.writes(emergency);
  const sends = (what: object) => hers.control("POST", `/phones/${hers.id}/messages`, what);
  const fault = (what: object) => hers.control("POST", "/faults", { phoneId: hers.id, times: 1, ...what });
  const desk = deskOf(await page());
  await logIn(desk.page, stack.addresses["executive-routing"], "Berta");
  await desk.page.getByText("Emergencia").first().waitFor();
  await desk.takeNext();
  await desk.bubble(emergency).waitFor();
  await desk.answers("Te leo. ¿Puedes cerrar con llave?");
  await desk.page.locator('[data-delivery="read"]').waitFor();
  await sends({ type: "image", caption: "se ve desde la ventana" });
  await desk.page.getByRole("button", { name: "Ver imagen" }).waitFor();
  await fault({ kind: "blocked" });
  await desk.answers("Voy a llamar ahora.");
  await desk.page.locator('[data-delivery="failed"]').waitFor();
  await fault({ kind: "drop", on: "statuses", times: 3 });
  await fault({ kind: "timeout-after-acceptance", holdMs: 15_000 });
  await desk.answers("Sigo aquí contigo.");
  await desk.page.locator('[data-delivery="unknown"]').waitFor();
}

await main();
