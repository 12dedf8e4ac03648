import { type RouteRule, rules } from "@liss/executive-routing/desk-rules";
import { v7 as uuidv7 } from "uuid";
import { type Attack, strangeUuid } from "../attack.ts";
import { fittingBody } from "../fitting-body.ts";
import { brokenIds, foreignOrigins, forgedCookies, nested, oversized } from "../forgeries.ts";
import type { Ground, Victim } from "../ground.ts";
import { type Answer, type Staff, withCookie } from "../people.ts";
import { refused, smugglingAttacks } from "../repelled.ts";

/** Everything that is tried at the desk's API: made from its own table of routes, so a new route is attacked at once. */
export function deskAttacks(ground: Ground, random: () => number): Attack[] {
  return [
    ...rules.flatMap((rule) => routeAttacks(rule, ground, random)),
    ...replayAttacks(ground),
    ...fieldAttacks(ground),
    ...smugglingAttacks(ground.desk, "/api/desk", ground.berta.cookie),
  ];
}

const isWrite = ({ method }: RouteRule) => method !== "get";

/** The path of a route with the ids of a victim in it, or with whatever is said to stand in their place. */
function pathWith(
  { path }: RouteRule,
  ground: Ground,
  victim: Victim,
  instead: Record<string, string> = {},
): string {
  const id = path.startsWith("/people/")
    ? ground.people.ana
    : path.includes("/follow-ups/")
      ? victim.followUpId
      : victim.sessionId;
  const ids: Record<string, string> = {
    id,
    messageId: victim.fileMessageId,
    referral: victim.referralId,
    ...instead,
  };
  return `/api${path.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? victim.sessionId)}`;
}

function routeAttacks(rule: RouteRule, ground: Ground, random: () => number): Attack[] {
  const { ana, berta, carla, dianaAtDesk, diana, desk, victim } = ground;
  const where = `${rule.method.toUpperCase()} ${rule.path}`;
  const at = (path: string, who: Staff, headers: Record<string, string | undefined> = {}, body?: unknown) =>
    who.ask(
      rule.method.toUpperCase(),
      path,
      isWrite(rule) ? (body ?? fittingBody(rule.path, rule.body)) : undefined,
      headers,
    );
  const attack = (kind: Attack["kind"], name: string, tried: () => Promise<Answer>): Attack => ({
    kind,
    name: `${where}: ${name}`,
    run: async () => refused(await tried()),
  });
  const path = pathWith(rule, ground, victim);
  const strange = strangeUuid(random);
  const params = [...rule.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
  const attacks: Attack[] = [
    ...forgedCookies(ana, [diana]).map(([name, cookie]) =>
      attack("broken-auth", `with ${name}`, () => at(path, withCookie(desk, cookie))),
    ),
    attack("role-change", "as an auditor", () => at(path, dianaAtDesk)),
    ...foreignOrigins(desk).map((origin) =>
      attack("csrf", `from a page of ${origin}`, () => at(path, carla, { origin, referer: origin })),
    ),
  ];
  if (isWrite(rule)) {
    attacks.push(
      attack("csrf", "from a form of another page", () =>
        at(
          path,
          carla,
          { origin: "https://mal.example", "content-type": "application/x-www-form-urlencoded" },
          "a=b",
        ),
      ),
      attack("csrf", "as text from another page", () =>
        at(path, carla, { origin: "https://mal.example", "content-type": "text/plain" }, "{}"),
      ),
      attack("oversized", "with two million letters", () => at(path, dianaAtDesk, {}, oversized())),
    );
  }
  if (!rule.roles.includes("executive"))
    attacks.push(
      attack("role-change", "as an executive", () => at(path, berta)),
      attack("role-change", "as an executive who says that she is a supervisor", () =>
        at(path, berta, {
          "x-role": "supervisor",
          "x-user-id": ground.people.carla,
          "x-http-method-override": "GET",
        }),
      ),
    );
  if (!["anyone", "waiting"].includes(rule.whose)) {
    attacks.push(
      attack("idor", "somebody else's", () => at(path, berta)),
      ...params.map((param) =>
        attack("idor", `a ${param} that nobody has`, () =>
          at(pathWith(rule, ground, victim, { [param]: strange }), berta),
        ),
      ),
    );
    if (params.length > 1)
      attacks.push(
        attack("idor", "her own session with somebody else's thing", () =>
          at(pathWith(rule, ground, victim, { id: ground.bertas }), berta),
        ),
        attack("idor", "one session with another's thing", () =>
          at(pathWith(rule, ground, victim, { id: ground.other.sessionId }), ana),
        ),
      );
  }
  for (const param of params)
    for (const broken of brokenIds)
      attacks.push(
        attack("traversal", `${param} as ${broken.slice(0, 30)}`, () =>
          at(pathWith(rule, ground, victim, { [param]: broken }), berta),
        ),
      );
  return attacks;
}

/** Commands that were given once, given again by somebody else, or as another command. */
function replayAttacks({ ana, berta, victim, desk }: Ground): Attack[] {
  const once = new Map<string, Promise<{ key: string; messageId: string }>>();
  /** Ana's own answer to her, sent once, before anybody replays it. */
  const given = (name: string) => {
    const known = once.get(name) ?? send(name);
    once.set(name, known);
    return known;
  };
  const send = async (name: string) => {
    const [key, messageId] = [uuidv7(), uuidv7()];
    const path = `/api/sessions/${victim.sessionId}/messages`;
    const { status } = await ana.ask(
      "POST",
      path,
      { messageId, text: `hola ${name}` },
      { "idempotency-key": key },
    );
    if (status !== 200) throw new Error(`Ana's own message was not taken: ${status}`);
    return { key, messageId };
  };
  const path = `/api/sessions/${victim.sessionId}/messages`;
  const replay = (
    name: string,
    again: (first: { key: string; messageId: string }) => Promise<Answer>,
  ): Attack => ({
    kind: "replay",
    name: `a command again: ${name}`,
    run: async () => refused(await again(await given("uno"))),
  });
  return [
    replay("by somebody else", ({ key, messageId }) =>
      berta.ask("POST", path, { messageId, text: "hola uno" }, { "idempotency-key": key }),
    ),
    replay("its key with other words", ({ key, messageId }) =>
      ana.ask("POST", path, { messageId, text: "otra cosa" }, { "idempotency-key": key }),
    ),
    replay("its key for another command", ({ key }) =>
      ana.ask("POST", `/api/sessions/${victim.sessionId}/release`, {}, { "idempotency-key": key }),
    ),
    replay("its message under a new key", ({ messageId }) =>
      ana.ask("POST", path, { messageId, text: "hola uno" }),
    ),
    replay("without a key", ({ messageId }) =>
      ana.ask("POST", path, { messageId, text: "hola uno" }, { "idempotency-key": undefined }),
    ),
    ...["", "1", "__proto__", "a".repeat(500), "00000000-0000-0000-0000-00000000000g"].map((key) =>
      replay(`with ${key.slice(0, 20) || "an empty"} key`, ({ messageId }) =>
        ana.ask("POST", path, { messageId, text: "hola uno" }, { "idempotency-key": key }),
      ),
    ),
    {
      kind: "replay",
      name: "the same command twice does it once",
      run: async () => {
        const { key, messageId } = await given("uno");
        const again = await ana.ask(
          "POST",
          path,
          { messageId, text: "hola uno" },
          { "idempotency-key": key },
        );
        if (again.status !== 200) return `a true repetition was answered ${again.status}`;
        const { body } = await withCookie(desk, ana.cookie).ask("GET", `/api/sessions/${victim.sessionId}`);
        const same = (body as unknown as { messages: { id: string }[] }).messages.filter(
          ({ id }) => id === messageId,
        );
        return same.length === 1 ? undefined : `the message is there ${same.length} times`;
      },
    },
  ];
}

/** Bodies that are not what they should be, from somebody who may. */
function fieldAttacks(ground: Ground): Attack[] {
  const { ana, victim } = ground;
  const owned = rules.filter((rule) => isWrite(rule) && rule.whose === "owner" && rule.body !== undefined);
  const hostile: readonly (readonly [string, Attack["kind"], unknown])[] = [
    ["a list nested 20,000 deep", "nested", nested(20_000)],
    ["an object nested 10,000 deep", "nested", nested(10_000, "object")],
    ["a number", "bad-input", "7"],
    ["JSON that breaks off", "bad-input", '{"text":'],
    ["a list", "bad-input", "[[]]"],
    ["two million letters", "oversized", oversized()],
  ];
  return owned.flatMap((rule) => {
    const path = pathWith(rule, ground, victim);
    const fit = fittingBody(rule.path, rule.body);
    const names = Object.keys(fit);
    if (names.length === 0) return [];
    const wrong = names.flatMap((name) =>
      [{ $ne: null }, JSON.parse(nested(500)) as unknown, "\u0000", -1e308].map(
        (value) =>
          [
            `${name} as ${JSON.stringify(value).slice(0, 20)}`,
            "bad-input",
            { ...fit, [name]: value },
          ] as const,
      ),
    );
    return [...hostile, ...wrong].map(
      ([name, kind, body]): Attack => ({
        kind,
        name: `POST ${rule.path} by its owner: ${name}`,
        run: async () => refused(await ana.ask("POST", path, body)),
      }),
    );
  });
}
