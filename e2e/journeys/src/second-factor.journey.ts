import { authenticatorCode } from "@liss/testing";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectNoAxeViolations } from "./accessibility.ts";
import { type House, startHouse } from "./house.ts";
import { fillPassword, logIn } from "./people.ts";
import { seenSoon } from "./seen.ts";
import { shot } from "./shots.ts";

/** As where real women write: everybody enters with a second factor. */
let house: House;
let console: string;
let carla: Page;
let link = "";

beforeAll(async () => {
  house = await startHouse({ secondFactor: "required" });
  console = house.stack.addresses["executive-routing"];
  carla = await house.page();
});
afterAll(() => house?.stop());

const codeField = (page: Page) => page.getByLabel("Código de seis números");
const statusOf = (page: Page, path: string) =>
  page.evaluate(async (asked) => (await fetch(asked)).status, path);

/** Her telephone: it read the secret from the screen, and shows a code of this or of the next half minute. */
async function authenticatorOf(page: Page) {
  const secret = ((await page.locator("[data-secret]").textContent()) ?? "").replaceAll(/\s/g, "");
  const uri = `otpauth://totp/Liss?secret=${secret}`;
  return { now: () => authenticatorCode(uri), next: () => authenticatorCode(uri, Date.now() + 30_000) };
}

async function enrol(
  page: Page,
): Promise<{ phone: Awaited<ReturnType<typeof authenticatorOf>>; codes: string[] }> {
  await seenSoon(page.getByRole("heading", { name: "Activa tu segundo factor" }));
  const phone = await authenticatorOf(page);
  await page.getByLabel("Después, escribe los seis números que muestra").fill(phone.now());
  await page.getByRole("button", { name: "Activar" }).click();
  await seenSoon(page.getByRole("heading", { name: "Guarda tus códigos de recuperación" }));
  const codes = await page
    .getByRole("list", { name: "Códigos de recuperación" })
    .getByRole("listitem")
    .allTextContents();
  return { phone, codes };
}

describe("a supervisor's first login", () => {
  let phone: Awaited<ReturnType<typeof authenticatorOf>>;
  let codes: string[];

  test("her password opens nothing: first she enrols, with a QR drawn here", async () => {
    await logIn(carla, console, "Carla");
    await seenSoon(carla.getByRole("img", { name: /Código QR/ }));
    expect(await statusOf(carla, "/api/desk")).toBe(401);
    await expectNoAxeViolations(carla);
    await shot(carla, "second-factor-enrol");
    await carla.getByLabel("Después, escribe los seis números que muestra").fill("000000");
    await carla.getByRole("button", { name: "Activar" }).click();
    await seenSoon(carla.getByText(/Ese código no es/));
  });

  test("her first code lets her in, and recovery codes are told once", async () => {
    ({ phone, codes } = await enrol(carla));
    expect(codes).toHaveLength(10);
    await expectNoAxeViolations(carla);
    await shot(carla, "second-factor-codes");
    await carla.getByRole("button", { name: "Ya los guardé" }).click();
    await seenSoon(carla.getByText("Nadie espera. Respira."));
    expect(await statusOf(carla, "/api/desk")).toBe(200);
  });

  test("the next time she is asked for the code, and a used one opens nothing", async () => {
    const other = await house.page({ scheme: "dark" });
    await logIn(other, console, "Carla");
    await seenSoon(codeField(other));
    expect(await statusOf(other, "/api/desk")).toBe(401);
    await expectNoAxeViolations(other);
    await shot(other, "second-factor-code-dark");
    const code = phone.next();
    await codeField(other).fill(code);
    await other.getByRole("button", { name: "Entrar" }).click();
    await seenSoon(other.getByText("Nadie espera. Respira."));

    const third = await house.page();
    await logIn(third, console, "Carla");
    await codeField(third).fill(code);
    await third.getByRole("button", { name: "Entrar" }).click();
    await seenSoon(third.getByText(/Ese código ya se usó/));
    await third.getByRole("button", { name: "No tengo mi teléfono" }).click();
    await third.getByLabel("Código de recuperación").fill(codes[0] ?? "");
    await third.getByRole("button", { name: "Entrar" }).click();
    await seenSoon(third.getByText("Nadie espera. Respira."));
    await third.context().close();
    await other.context().close();
  });
});

describe("the team", () => {
  test("she sees who enters how, beside the queue", async () => {
    await carla.getByRole("button", { name: /tu cuenta/ }).click();
    await carla.getByRole("link", { name: "Equipo" }).click();
    const row = carla.getByRole("row", { name: /Carla Demostración/ });
    await seenSoon(row.getByText("Segundo factor activo"));
    await seenSoon(carla.getByRole("row", { name: /Ana Ficticia/ }).getByText("Sin segundo factor"));
    await carla.keyboard.press("Escape");
    await expectNoAxeViolations(carla);
    await shot(carla, "people");
    await carla.emulateMedia({ colorScheme: "dark" });
    await expectNoAxeViolations(carla);
    await shot(carla, "people-dark");
    await carla.emulateMedia({ colorScheme: "light" });
  });

  test("she invites somebody; the link is shown this once", async () => {
    await carla.getByRole("button", { name: "Invitar a alguien" }).click();
    const dialog = carla.getByRole("dialog");
    await dialog.getByLabel("Nombre y apellido").fill("Elisa Invento");
    await dialog.getByLabel("Correo").fill("elisa@servicio.test");
    await expectNoAxeViolations(carla);
    await dialog.getByRole("button", { name: "Invitar" }).click();
    await seenSoon(carla.getByRole("dialog", { name: "Enlace para Elisa Invento" }));
    link = await carla.getByLabel("Enlace", { exact: true }).inputValue();
    expect(link).toMatch(/\/clave#[\w-]{43}$/);
    await expectNoAxeViolations(carla);
    await shot(carla, "people-link");
    await carla.getByRole("button", { name: "Ya se lo entregué" }).click();
    await seenSoon(carla.getByRole("row", { name: /Elisa Invento/ }).getByText(/enlace sin usar/));
  });

  test("whom she invited chooses her password, enrols and works", async () => {
    const elisa = await house.page();
    await elisa.goto(link.replace(/^http:\/\/[^/]+/, console));
    await seenSoon(elisa.getByText(/Hola, Elisa/));
    await expectNoAxeViolations(elisa);
    await shot(elisa, "link-password");
    await elisa.getByLabel("Contraseña nueva").fill("corta");
    await elisa.getByLabel("Escríbela otra vez").fill("corta");
    await elisa.getByRole("button", { name: "Guardar contraseña" }).click();
    await seenSoon(elisa.getByText(/Es muy corta/));
    await elisa.getByLabel("Contraseña nueva").fill("una-clave-de-mentira");
    await elisa.getByLabel("Escríbela otra vez").fill("una-clave-de-mentira");
    await elisa.getByRole("button", { name: "Guardar contraseña" }).click();
    await elisa.getByRole("link", { name: "Ir a entrar" }).click();
    await elisa.getByLabel("Correo").fill("elisa@servicio.test");
    await elisa.getByLabel("Contraseña", { exact: true }).fill("una-clave-de-mentira");
    await elisa.getByRole("button", { name: "Entrar" }).click();
    await enrol(elisa);
    await elisa.getByRole("button", { name: "Ya los guardé" }).click();
    await seenSoon(elisa.getByText("Nadie espera. Respira."));
    // The team is not an executive's to change, nor to see.
    await elisa.goto(`${console}/equipo`);
    await seenSoon(elisa.getByRole("heading", { name: "Esta pantalla es de supervisión." }));
    await expectNoAxeViolations(elisa);
    expect(await statusOf(elisa, "/api/people")).toBe(403);
    await elisa.goto(`${console}/no-existe`);
    await seenSoon(elisa.getByRole("heading", { name: "Aquí no hay nada" }));
    await expectNoAxeViolations(elisa);

    await carla.getByRole("button", { name: "Cambiar a Elisa Invento" }).click();
    const dialog = carla.getByRole("dialog");
    await dialog.getByLabel("Idiomas").fill("es, ht");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await seenSoon(carla.getByText("Los cambios de Elisa Invento quedaron guardados."));
    await seenSoon(carla.getByRole("row", { name: /Elisa Invento/ }).getByText("es, ht"));

    await elisa.goto(console);
    await seenSoon(elisa.getByText("Nadie espera. Respira."));
    await carla.getByRole("button", { name: "Cambiar a Elisa Invento" }).click();
    await expectNoAxeViolations(carla);
    await shot(carla, "people-member");
    await dialog.getByRole("button", { name: "Hacer un enlace nuevo" }).click();
    await dialog.getByRole("button", { name: "Sí" }).click();
    await seenSoon(carla.getByRole("dialog", { name: "Enlace para Elisa Invento" }));
    const fresh = await carla.getByLabel("Enlace", { exact: true }).inputValue();
    expect(fresh).not.toBe(link);
    await carla.getByRole("button", { name: "Ya se lo entregué" }).click();
    // Her desk closes by itself, and the old link is worth nothing.
    await elisa.waitForURL(/\/entrar/, { timeout: 20_000 });
    await elisa.goto(link.replace(/^http:\/\/[^/]+/, console));
    await elisa.reload();
    await seenSoon(elisa.getByRole("heading", { name: "Este enlace ya no sirve" }));
    await expectNoAxeViolations(elisa);
    await elisa.context().close();
  });

  test("an account that she closes lets nobody in", async () => {
    await carla.getByRole("button", { name: "Cambiar a Berta Ejemplo" }).click();
    await carla.getByRole("button", { name: "Cerrar su cuenta" }).click();
    await carla.getByRole("button", { name: "Sí" }).click();
    await seenSoon(carla.getByRole("row", { name: /Berta Ejemplo/ }).getByText("Cuenta cerrada"));
    const berta = await house.page();
    await logIn(berta, console, "Berta");
    await seenSoon(berta.getByText(/no coinciden/));
    await berta.context().close();
  });
});

describe("a passkey", () => {
  test("is added within the first minutes of a login, and opens by itself the next time", async () => {
    const device = await carla.context().newCDPSession(carla);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await carla.getByRole("button", { name: /tu cuenta/ }).click();
    await carla.getByRole("link", { name: "Mi ingreso" }).click();
    await carla.getByLabel("Nombre de la llave").fill("mi computador");
    await carla.keyboard.press("Enter");
    await seenSoon(carla.getByText("mi computador"));
    await expectNoAxeViolations(carla);
    await shot(carla, "my-login");

    await carla.getByRole("button", { name: /tu cuenta/ }).click();
    await carla.getByRole("button", { name: "Salir" }).click();
    await carla.getByRole("button", { name: "Usar una llave de acceso" }).click();
    await seenSoon(carla.getByText("Nadie espera. Respira."));
    expect(await statusOf(carla, "/api/desk")).toBe(200);
  });

  test("opens nothing when nobody proved with finger, face or PIN that it is she", async () => {
    // The same key, without anybody's finger: the browser would refuse, so the page asks less than the server did.
    const answer = await carla.evaluate(async () => {
      const asked = await fetch("/api/auth/passkey/generate-authenticate-options");
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({
        ...((await asked.json()) as PublicKeyCredentialRequestOptionsJSON),
        userVerification: "discouraged",
      });
      const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
      const response = credential.toJSON();
      const flags =
        new Uint8Array((credential.response as AuthenticatorAssertionResponse).authenticatorData)[32] ?? 0;
      const opened = await fetch("/api/auth/passkey/verify-authentication", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ response }),
      });
      return { verified: (flags & 4) !== 0, status: opened.status };
    });
    expect(answer).toEqual({ verified: false, status: 401 });
  });
});

test("the auditor enters the explorer in the same way, and is shown the door of the console kindly", async () => {
  const page = await house.page({ scheme: "dark" });
  await logIn(page, house.stack.addresses.audit, "Diana");
  const { phone } = await enrol(page);
  await shot(page, "second-factor-codes-dark");
  await page.getByRole("button", { name: "Ya los guardé" }).click();
  await seenSoon(page.getByRole("link", { name: "Informe" }));

  await page.goto(console);
  await fillPassword(page, "Diana");
  await codeField(page).fill(phone.next());
  await page.getByRole("button", { name: "Entrar" }).click();
  await seenSoon(page.getByRole("heading", { name: "Esta puerta no es la tuya" }));
  await expectNoAxeViolations(page);
  await shot(page, "no-permission-dark");
});
