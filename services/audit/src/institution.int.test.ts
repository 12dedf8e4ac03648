import { demoPeople } from "@liss/identity";
import { standInIssuer } from "@liss/identity/stand-in-issuer";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runningAudit } from "./fixtures/running-audit.ts";

let institution: Awaited<ReturnType<typeof standInIssuer>>;
let audit: Awaited<ReturnType<typeof runningAudit>>;
let person: Record<string, unknown> = {};
beforeAll(async () => {
  institution = await standInIssuer(() => person);
  audit = await runningAudit({
    environment: {
      OIDC_ISSUER: institution.issuer,
      OIDC_CLIENT_ID: "liss",
      OIDC_CLIENT_SECRET: "un secreto de las pruebas",
      OIDC_NAME: "Cuenta de la institución",
      SECOND_FACTOR: "required",
    },
  });
});
afterAll(async () => {
  await audit?.stop();
  await institution?.close();
});

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");

/** As a browser does it: to the institution's page and back, with what it says of that person. */
async function enters(role: string, amr: string[]) {
  const { email } = demoPeople.find((one) => one.role === role) ?? {};
  person = { sub: role, email, email_verified: true, name: role, amr };
  const begun = await fetch(`${audit.url}/api/auth/institution`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: audit.url },
    body: "{}",
  });
  const { url } = (await begun.json()) as { url: string };
  const there = await fetch(url, { redirect: "manual" });
  const back = await fetch(there.headers.get("location") ?? "", {
    redirect: "manual",
    headers: { cookie: cookieOf(begun) },
  });
  const sessions = await fetch(`${audit.url}/api/sessions`, { headers: { cookie: cookieOf(back) } });
  return { to: back.headers.get("location"), status: sessions.status };
}

test("the explorer tells that the institution's login opens it, and an auditor enters with it", async () => {
  const ways = await fetch(`${audit.url}/api/auth/ways`);
  expect(await ways.json()).toEqual({ institution: "Cuenta de la institución" });
  expect(await enters("auditor", ["pwd", "otp"])).toEqual({ to: "/", status: 200 });
  await vi.waitFor(async () => {
    const { rows } = await audit.audit.superuser.pool.query<{ method: string }>(
      `select convert_from(bytes, 'UTF8')::jsonb -> 'data' ->> 'method' as method from entries
       where type = 'access.logged-in'`,
    );
    expect(rows.map(({ method }) => method)).toEqual(["oidc"]);
  }, 10_000);
});

test("who is no auditor sees nothing, and a password alone opens nothing", async () => {
  expect((await enters("executive", ["pwd", "otp"])).status).toBe(403);
  const refused = await enters("auditor", ["pwd"]);
  expect(refused.to).toMatch(/^\/entrar\?institucion=no/);
  expect(refused.status).toBe(401);
});
