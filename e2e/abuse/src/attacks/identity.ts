import { demoPeople } from "@liss/identity";
import { offered } from "@liss/identity/door";
import { type Attack, strangeUuid } from "../attack.ts";
import { foreignOrigins, forgedCookies, nested, oversized } from "../forgeries.ts";
import type { Ground } from "../ground.ts";
import { type Answer, type Staff, withCookie } from "../people.ts";
import { refused, smugglingAttacks } from "../repelled.ts";

/** What better-auth and its plugins could also serve, and we do not. Each would change or tell something. */
const notOffered = [
  "POST /sign-up/email",
  "POST /update-user",
  "POST /change-email",
  "POST /change-password",
  "POST /set-password",
  "POST /forget-password",
  "POST /request-password-reset",
  "POST /reset-password",
  "POST /delete-user",
  "GET /list-sessions",
  "POST /revoke-session",
  "POST /revoke-sessions",
  "POST /revoke-other-sessions",
  "GET /get-session",
  "POST /sign-in/social",
  "POST /link-social",
  "GET /list-accounts",
  "POST /unlink-account",
  "POST /refresh-token",
  "POST /get-access-token",
  "POST /two-factor/disable",
  "POST /two-factor/send-otp",
  "POST /two-factor/verify-otp",
  "POST /two-factor/view-backup-codes",
  "POST /two-factor/get-totp-uri",
  "POST /passkey/update-passkey",
  "POST /admin/set-role",
  "POST /admin/create-user",
  "POST /admin/impersonate-user",
  "GET /admin/list-users",
  "GET /error",
  "GET /ok",
  "GET /token",
  "GET /jwks",
  "GET /callback/oidc?code=x&state=y",
  "GET /..%2f..%2fdesk",
  "GET /sign-in/../get-session",
  "POST /sign-in//email",
  "POST /Sign-In/Email",
  "POST /sign-in/email/",
] as const;

/** Everything that is tried at the door of the desk and at that of the explorer. */
export function identityAttacks(ground: Ground, random: () => number): Attack[] {
  const doors = [
    { name: "desk", address: ground.desk, real: ground.carla, others: [] as Staff[] },
    { name: "explorer", address: ground.audit, real: ground.diana, others: [] as Staff[] },
  ];
  return doors.flatMap((door) => [
    ...hidden(door),
    ...withoutRight(door, random),
    ...strangeBodies(door),
    ...guesses(door, random),
    ...smugglingAttacks(door.address, "/api/auth/sign-in/email"),
  ]);
}

type DoorOf = { name: string; address: string; real: Staff; others: Staff[] };

const split = (route: string) => route.split(" ") as [string, string];

/** The same body for all of them: it asks for everything that somebody might grant. */
const greedy = {
  email: "mal@liss.example",
  newEmail: "mal@liss.example",
  password: "ana-de-mentira",
  newPassword: "una-clave-nueva-larga",
  currentPassword: "ana-de-mentira",
  name: "Mala Persona",
  role: "supervisor",
  emailVerified: true,
  code: "000000",
  token: "x",
  userId: "x",
};

function attacksWith(door: DoorOf) {
  return (kind: Attack["kind"], name: string, tried: () => Promise<Answer>): Attack => ({
    kind,
    name: `${door.name}: ${name}`,
    run: async () => refused(await tried()),
  });
}

function hidden(door: DoorOf): Attack[] {
  const attack = attacksWith(door);
  return notOffered.map((route) => {
    const [method, path] = split(route);
    return attack("hidden-route", `${route}, by somebody who is in`, () =>
      door.real.ask(method, `/api/auth${path}`, method === "POST" ? greedy : undefined),
    );
  });
}

/** What is offered only to whoever is inside, or only to our own pages. */
function withoutRight(door: DoorOf, random: () => number): Attack[] {
  const attack = attacksWith(door);
  const inside = offered.filter(([, whom]) => whom === "inside").map(([route]) => route);
  const writes = offered.map(([route]) => route).filter((route) => route.startsWith("POST"));
  const own = ["POST /active", "POST /link/look", "POST /link/use"];
  return [
    ...inside.flatMap((route) => {
      const [method, path] = split(route);
      return forgedCookies(door.real, []).map(([name, cookie]) =>
        attack("broken-auth", `${route} with ${name}`, () =>
          withCookie(door.address, cookie).ask(
            method,
            `/api/auth${path}`,
            method === "POST" ? greedy : undefined,
          ),
        ),
      );
    }),
    ...[...writes, ...own].flatMap((route) => {
      const [method, path] = split(route);
      return foreignOrigins(door.address).map((origin) =>
        attack("csrf", `${route} from a page of ${origin}`, () =>
          door.real.ask(method, `/api/auth${path}`, { ...greedy, email: "ana@liss.example" }, { origin }),
        ),
      );
    }),
    attack("idor", "deletes somebody else's passkey", () =>
      door.real.ask("POST", "/api/auth/passkey/delete-passkey", { id: strangeUuid(random) }),
    ),
  ];
}

function strangeBodies(door: DoorOf): Attack[] {
  const attack = attacksWith(door);
  const nobody = withCookie(door.address, "");
  const email = "ana@liss.example";
  const bodies: readonly (readonly [string, Attack["kind"], unknown])[] = [
    ["two million letters", "oversized", oversized()],
    ["a list nested 20,000 deep", "nested", nested(20_000)],
    ["an object nested 10,000 deep", "nested", nested(10_000, "object")],
    ["JSON that breaks off", "bad-input", '{"email":'],
    ["nothing", "bad-input", ""],
    ["a list", "bad-input", "[]"],
    ["an email that is an object", "bad-input", { email: { $ne: null }, password: { $ne: null } }],
    ["emails in a list", "bad-input", { email: [email], password: ["ana-de-mentira"] }],
    ["a password that is always true", "bad-input", { email, password: true }],
    ["SQL", "bad-input", { email: "' or 1=1 --", password: "' or 1=1 --" }],
    ["a prototype", "bad-input", '{"__proto__":{"email":"ana@liss.example","password":"ana-de-mentira"}}'],
    ["a NUL", "bad-input", { email: `${email}\u0000`, password: "ana-de-mentira" }],
    ["a very long password", "oversized", { email, password: "a".repeat(40_000) }],
  ];
  return [
    ...bodies.map(([name, kind, body]) =>
      attack(kind, `login with ${name}`, () => nobody.ask("POST", "/api/auth/sign-in/email", body)),
    ),
    ...bodies.map(([name, kind, body]) =>
      attack(kind, `link with ${name}`, () => nobody.ask("POST", "/api/auth/link/use", body)),
    ),
  ];
}

/** Guessing comes last: after it this address is stopped for some minutes, as it should be. */
function guesses(door: DoorOf, random: () => number): Attack[] {
  const attack = attacksWith(door);
  const nobody = withCookie(door.address, "");
  const passwords = ["", "ana", "Ana-de-mentira", "ana-de-mentira ", "123456", "password", "ana-de-mentirá"];
  const byLink = Array.from({ length: 12 }, () => strangeUuid(random)).map((token) =>
    attack("guessing", "a link that nobody was sent", () =>
      nobody.ask("POST", "/api/auth/link/use", { token, password: "una-clave-nueva-larga" }),
    ),
  );
  const byPassword = demoPeople.flatMap(({ email, role }) =>
    passwords.map((password) =>
      attack("guessing", `a password of the ${role}`, () =>
        nobody.ask("POST", "/api/auth/sign-in/email", { email, password }),
      ),
    ),
  );
  const byCode = ["000000", "123456", "", "١٢٣٤٥٦", "1e5"].map((code) =>
    attack("guessing", "a code without a challenge", () =>
      nobody.ask("POST", "/api/auth/two-factor/verify-totp", { code }),
    ),
  );
  return [...byLink, ...byPassword, ...byCode];
}
