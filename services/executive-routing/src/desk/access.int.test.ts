import { openDatabase } from "@liss/database";
import { Validator } from "@seriousme/openapi-schema-validator";
import express from "express";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";
import { mount } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { openApi } from "./openapi.ts";
import { assertEveryRouteHasItsRule } from "./route-table.ts";
import { type DeskDependencies, deskRoutes } from "./routes.ts";
import { type RouteRule, rules } from "./rules.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
const names = { stranger: "Berta", owner: "Ana", supervisor: "Carla", auditor: "Diana" } as const;
type Role = keyof typeof names;
const roleOf = {
  stranger: "executive",
  owner: "executive",
  supervisor: "supervisor",
  auditor: null,
} as const;

let house: House;
let url: string;
let people: Record<Role, Person>;
let bertaId: string;
/** Another supervisor: nobody reviews her own hold. */
let reviewer: string;

beforeAll(async () => {
  house = await startHouse();
  url = await house.replica();
  const entries = await Promise.all(
    Object.entries(names).map(async ([role, name]) => [role, await logIn(url, name)] as const),
  );
  people = Object.fromEntries(entries) as Record<Role, Person>;
  const knownPeople = [people.owner, people.stranger, people.supervisor];
  for (const person of knownPeople) await person.ask("POST", "/me/ready", { ready: false });
  bertaId = (await people.stranger.desk()).me.id;
  const invited = { name: "Marta Invento", email: `${uuidv7()}@servicio.test`, role: "supervisor" };
  reviewer = (await people.supervisor.ask("POST", "/people", invited)).body.personId;
  const roomy = { weights: { danger: 0.05, standard: 0.05, delegated: 0.05 } };
  expect((await people.supervisor.ask("PUT", "/policy", roomy)).status).toBe(200);
  // More than a supervisor may give anybody: each route and role has a session of its own.
  const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "access test", poolSize: 1 });
  await db.updateTable("executives").set({ capacity: 50 }).execute();
  await db.destroy();
  await house.knowsNumbers("56900000001");
}, 60_000);
afterAll(() => house?.stop());

/** A body that fits, for each route that has one. A new route without an example fails here. */
const bodies: Record<string, (messageId: string) => unknown> = {
  "/sessions/:id/close": () => ({ classification: "support" }),
  "/sessions/:id/emergency": () => ({
    calledService: "none",
    calledAt: new Date().toISOString(),
    procedureNumber: null,
    outcome: "not-an-emergency",
  }),
  "/sessions/:id/delegate": () => ({ topics: ["denunciar"], minutes: 5 }),
  "/sessions/:id/safe-contact-plan": () => ({ readBy: "only-her" }),
  "/sessions/:id/number": () => ({ purpose: "emergency-services" }),
  "/sessions/:id/safe-closing": () => ({ phone: "android", steps: ["chat", "contacto"] }),
  "/sessions/:id/safety-check": () => ({ text: "Hola" }),
  "/sessions/:id/messages": () => ({ messageId: uuidv7(), text: "Hola" }),
  "/sessions/:id/seen": (messageId) => ({ messageIds: [messageId] }),
  "/sessions/:id/transfer": () => ({ how: "cold", to: bertaId }),
  "/sessions/:id/assign": () => ({ to: bertaId }),
  "/sessions/:id/coach": () => ({ joined: true }),
  "/sessions/:id/risk": () => ({ to: "guidance", reason: "by-protocol" }),
  "/sessions/:id/classify": () => ({ classification: "guidance" }),
  "/sessions/:id/notes": () => ({ noteId: uuidv7(), kind: "note", text: "una nota" }),
  "/sessions/:id/pins": (messageId) => ({ messageId, pinned: true }),
  "/sessions/:id/notes/pins": () => ({ noteId: note, pinned: true }),
  "/sessions/:id/marks": () => ({ mark: "third-party", set: true }),
  "/sessions/:id/emergency/details": () => ({
    children: "no",
    weapons: "no",
    injuries: "no",
    safeToCall: "yes",
  }),
  "/sessions/:id/emergency/steps": () => ({
    stepId: uuidv7(),
    service: "samu",
    toldAt: new Date().toISOString(),
    procedureNumber: null,
  }),
  "/sessions/:id/hold": () => ({ minutes: 5 }),
  "/sessions/:id/needs": () => ({ needs: ["ht"] }),
  "/sessions/:id/block": () => ({ hours: 2, reason: "spam" }),
  "/walls/:wall/end": () => ({ reason: "mistaken" }),
  "/blocks/:block/lift": () => ({ reason: "enough" }),
  "/sessions/:id/glass": () => ({ reason: "quality" }),
  "/sessions/:id/case": () => ({ facts: { "home.commune": "Villa Ficticia", "person.language": null } }),
  "/sessions/:id/referrals": () => ({
    referralId: uuidv7(),
    kind: "women-centre",
    directoryId: null,
    basis: "consent",
    purposes: ["share-contact"],
  }),
  "/sessions/:id/referrals/:referral/result": () => ({ state: "received" }),
  "/sessions/:id/follow-ups": () => ({ followUpId: uuidv7(), dueAt: new Date().toISOString() }),
  "/me/follow-ups/:id/postpone": () => ({ dueAt: new Date(Date.now() + 60_000).toISOString() }),
  "/attentions": () => ({
    attentionId: uuidv7(),
    sessionId: null,
    channel: "phone",
    classification: "guidance",
    attendedAt: new Date().toISOString(),
  }),
  "/directory": () => ({
    csv: "kind,name,region,commune,verified_on\npolice,Comisaría Ficticia,Maule,Villa Ficticia,2026-10-01",
  }),
  "/directory/preview": () => ({ csv: "kind,name" }),
  "/canned-replies": () => ({
    replyId: uuidv7(),
    scope: "personal",
    name: `p-${uuidv7()}`,
    text: "{saludo}, te leo.",
  }),
  "/canned-replies/remove": () => ({ replyId: uuidv7() }),
  "/shift-history": () => ({ date: new Date().toISOString().slice(0, 10), block: null }),
  "/me/shift-history": () => ({ date: new Date().toISOString().slice(0, 10), block: 0 }),
  "/announcements": () => ({
    announcementId: uuidv7(),
    text: "Hoy a las 15 se corta la luz un minuto.",
    team: null,
    until: new Date(Date.now() + 60_000).toISOString(),
    mustBeRead: true,
  }),
  "/announcements/read": () => ({ announcementId: uuidv7() }),
  "/announcements/withdraw": () => ({ announcementId: uuidv7() }),
  "/sessions/:id/legal-hold": () => ({ reason: "court-order", reviewerId: reviewer, reviewDays: 30 }),
  "/sessions/:id/legal-hold/review": () => ({ outcome: "lift" }),
  "/sessions/:id/erasure": () => ({ cause: "request" }),
  "/sessions/:id/rights": () => ({ requestId: uuidv7(), kind: "access" }),
  "/rights/:request/identity": () => ({ word: "girasol" }),
  "/rights/:request/answer": () => ({ outcome: "refused", legalReason: "not-identified" }),
  "/searches": () => ({ text: "hola" }),
  "/me/presence": () => ({ state: "here" }),
  "/me/ready": () => ({ ready: false }),
  "/me/take-off": () => ({ off: false }),
  "/people/:id": () => ({ team: "noche" }),
  "/people": () => ({ name: "Elisa Invento", email: `${uuidv7()}@servicio.test`, role: "executive" }),
  "/people/:id/role": () => ({ role: "supervisor" }),
  "/policy": () => ({ offerSeconds: 20 }),
};
const withoutContent = [
  "next",
  "claim",
  "release",
  "confirm-identity",
  "take-back",
  "accept",
  "decline",
  "open",
  "wall",
  "unhold",
  "typing",
  ":messageId",
  "done",
  "unhold",
  "done",
  "recovery",
  "extend",
  "export",
  "deactivate",
  "reactivate",
];

/** Somebody whose account may be changed without harm to the tests. */
async function aColleague(rule: RouteRule): Promise<string> {
  if (rule.path === "/people/:id") return bertaId;
  const invited = await people.supervisor.ask("POST", "/people", bodies["/people"]?.(""));
  expect(invited.status).toBe(200);
  const id = invited.body.personId as string;
  if (rule.path.endsWith("/reactivate")) await people.supervisor.ask("POST", `/people/${id}/deactivate`, {});
  return id;
}

/** The referral that a result is written about, the note that is pinned; each person has her own follow-up. */
let referral = "";
let note: string = uuidv7();
async function aFollowUp(who: Role): Promise<string> {
  const message = await house.writes("hola");
  await eventually(async () =>
    expect((await people.supervisor.read(message.sessionId)).messages).toHaveLength(1),
  );
  const followUpId = uuidv7();
  if (who === "auditor") return followUpId;
  await people[who].command(message.sessionId, "claim");
  const due = { followUpId, dueAt: new Date().toISOString() };
  expect((await people[who].command(message.sessionId, "follow-ups", due)).status).toBe(200);
  await people[who].command(message.sessionId, "release");
  return followUpId;
}

/** A request of a woman who said the agreed word. */
async function aRequest(): Promise<string> {
  const message = await house.writes("hola");
  await eventually(async () =>
    expect((await people.supervisor.read(message.sessionId)).messages).toHaveLength(1),
  );
  const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "access test", poolSize: 1 });
  const id = uuidv7();
  const at = new Date();
  const asked = {
    id,
    session_id: message.sessionId,
    kind: "access" as const,
    by_id: reviewer,
    asked_at: at,
    due_at: at,
  };
  await db
    .insertInto("rights_requests")
    .values({ ...asked, identity_matches: true })
    .execute();
  await db.destroy();
  return id;
}

/** A wall that a colleague declared, and a block. */
async function keptAway(what: "walls" | "blocks"): Promise<string> {
  const { sessionId } = await house.writes("hola");
  await eventually(async () => expect((await people.supervisor.read(sessionId)).card.id).toBe(sessionId));
  const made =
    what === "walls"
      ? await people.stranger.command(sessionId, "wall")
      : await people.supervisor.command(sessionId, "block", { hours: 2, reason: "spam" });
  expect(made.status).toBe(200);
  const { codeName } = (await people.supervisor.read(sessionId)).card;
  const listed = (await people.supervisor.ask("GET", `/${what}`)).body[what];
  return listed.find((one: { codeName: string }) => one.codeName === codeName).id;
}

/** Somebody else's hold on it. */
async function aHold(sessionId: string): Promise<void> {
  const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "access test", poolSize: 1 });
  const { id: reviewer_id } = (await people.supervisor.desk()).me;
  const at = new Date().toISOString();
  await db
    .insertInto("legal_holds")
    .values({
      id: uuidv7(),
      session_id: sessionId,
      reason: "court-order",
      by_id: reviewer,
      at,
      reviewer_id,
      review_at: at,
    })
    .execute();
  await db.destroy();
}

/** A session that the owner attends, or that waits. */
async function aSession(rule: RouteRule) {
  const message = await house.sends(
    rule.path.includes("/files/") ? { kind: "image" } : { kind: "text", text: "hola" },
  );
  if (rule.path.includes("/files/")) await house.keepsFile(message, "image/png", Buffer.from("una imagen"));
  await house.assesses(message, "support");
  await eventually(async () =>
    expect((await people.supervisor.read(message.sessionId)).card.tier).toBe("support"),
  );
  if (rule.whose !== "waiting") {
    expect((await people.owner.command(message.sessionId, "claim")).status).toBe(200);
    if (!rule.path.endsWith("/seen"))
      await people.owner.command(message.sessionId, "seen", { messageIds: [message.messageId] });
  }
  if (rule.path.endsWith("/result")) {
    referral = uuidv7();
    const body = { ...(bodies["/sessions/:id/referrals"]?.("") as object), referralId: referral };
    expect((await people.owner.command(message.sessionId, "referrals", body)).status).toBe(200);
  }
  if (rule.path.endsWith("/notes/pins")) {
    note = uuidv7();
    const body = { noteId: note, kind: "note", text: "una nota" };
    expect((await people.owner.command(message.sessionId, "notes", body)).status).toBe(200);
  }
  if (rule.path.includes("/uploads/")) {
    const plan = { readBy: "only-her", mayReceiveMedia: true };
    const written = await people.owner.ask("PUT", `/sessions/${message.sessionId}/safe-contact-plan`, plan);
    expect(written.status).toBe(200);
  }
  if (rule.path.endsWith("/number")) await people.owner.command(message.sessionId, "emergency/open");
  if (rule.path.endsWith("/erasure"))
    await people.owner.command(message.sessionId, "close", { classification: "support" });
  if (rule.path.endsWith("/legal-hold/review")) await aHold(message.sessionId);
  if (rule.path.endsWith("take-back"))
    await people.owner.command(message.sessionId, "delegate", { topics: ["denunciar"], minutes: 5 });
  return message;
}

/** What this person must be told: `ok`, or the code of the refusal. */
function expected(rule: RouteRule, who: Role): string {
  const role = roleOf[who];
  if (role === null || !rule.roles.includes(role)) return "not-permitted";
  switch (rule.whose) {
    case "anyone":
    case "waiting":
      return "ok";
    case "reader":
      return who === "stranger" ? "not-found" : "ok";
    case "owner":
      return who === "owner" ? "ok" : "not-yours";
    case "attending":
      // Without a permit the bytes stay where they are, whoever asks.
      if (who === "owner") return rule.method === "get" ? "link-expired" : "ok";
      return "not-found";
    case "owner-or-supervisor":
      return who === "stranger" ? "not-yours" : "ok";
    case "offered":
      // Nothing is offered here: the owner has it already, everybody else is told.
      if (rule.path.endsWith("accept")) return who === "owner" ? "ok" : "already-attended";
      return "not-offered";
  }
}

describe("every route, with every role", () => {
  describe.each(rules.map((rule) => [`${rule.method.toUpperCase()} ${rule.path}`, rule] as const))(
    "%s",
    (name, rule) => {
      test.each(Object.keys(names) as Role[])("as %s", async (who) => {
        const message = rule.path.includes("/sessions/:id") ? await aSession(rule) : undefined;
        const path = rule.path
          .replace(
            "/people/:id",
            rule.path.startsWith("/people/:id") ? `/people/${await aColleague(rule)}` : "",
          )
          .replace(":messageId", message?.messageId ?? "")
          .replace(
            "/me/follow-ups/:id",
            rule.path.startsWith("/me/follow-ups/") ? `/me/follow-ups/${await aFollowUp(who)}` : "",
          )
          .replace(":request", rule.path.startsWith("/rights/:request") ? await aRequest() : "")
          .replace(":wall", rule.path.startsWith("/walls/:wall") ? await keptAway("walls") : "")
          .replace(":block", rule.path.startsWith("/blocks/:block") ? await keptAway("blocks") : "")
          .replace(":referral", referral)
          .replace(":id", message?.sessionId ?? "");
        const body = bodies[rule.path]?.(message?.messageId ?? "");
        if (rule.method !== "get" && body === undefined)
          expect(withoutContent, `${name} needs an example of its body`).toContain(
            rule.path.split("/").at(-1),
          );
        const answer = await people[who].ask(
          rule.method.toUpperCase(),
          path,
          rule.method === "get" ? undefined : (body ?? {}),
        );
        const code = answer.status < 300 ? "ok" : answer.body.code;
        const wanted = rule.path.endsWith("/wall") && who === "owner" ? "not-waiting" : expected(rule, who);
        expect(code).toBe(wanted);
        if (code === "ok" && rule.answer) rule.answer.parse(answer.body);
        if (code !== "ok")
          expect(answer.body).toMatchObject({ type: `urn:liss:problem:${code}`, status: answer.status });
      });

      test("as nobody, and from another site's page", async () => {
        const path = rule.path.replace(/:\w+/g, uuidv7());
        const ask = (headers: Record<string, string>) =>
          fetch(`${url}/api${path}`, {
            method: rule.method.toUpperCase(),
            headers: { "content-type": "application/json", "idempotency-key": uuidv7(), ...headers },
            ...(rule.method !== "get" && { body: "{}" }),
          });
        expect((await ask({})).status).toBe(401);
        expect((await ask({ cookie: people.supervisor.cookie, origin: "http://evil.example" })).status).toBe(
          401,
        );
      });
    },
  );
});

test("a route without a rule does not start, nor a rule without its route", () => {
  const deps = { identity: { personOf: async () => null }, secret: "any" } as unknown as DeskDependencies;
  const router = mount(deskRoutes(deps), endpoints, deps);
  expect(() => assertEveryRouteHasItsRule(router)).not.toThrow();
  expect(() => assertEveryRouteHasItsRule(express.Router())).toThrow("rules without a route");
  router.get("/secrets", () => {});
  expect(() => assertEveryRouteHasItsRule(router)).toThrow(
    "routes without a rule in desk/rules.ts: GET /secrets",
  );
});

test("the description of the API is valid OpenAPI and has every route", async () => {
  const served = (await (await fetch(`${url}/api/openapi.json`)).json()) as object;
  const { valid, errors } = await new Validator().validate(served as never);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  const operations = Object.values(openApi().paths).flatMap((path) => Object.keys(path));
  expect(operations).toHaveLength(rules.length);
});

test("the headers let no other page frame, sniff or script the desk", async () => {
  const { headers } = await fetch(`${url}/api/desk`);
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-powered-by")).toBeNull();
  expect(people.owner.cookie).toMatch(/liss-console/);
});

test("more commands than a person can give are stopped, and hers alone", async () => {
  const strict = await startHouse({ perMinute: 10 });
  const at = await strict.replica();
  const [ana, berta] = [await logIn(at, "Ana"), await logIn(at, "Berta")];
  const codes = [];
  for (let n = 0; n < 12; n += 1) codes.push((await ana.ask("POST", "/me/ready", { ready: false })).status);
  expect(codes.filter((status) => status === 429)).toHaveLength(2);
  expect((await berta.ask("POST", "/me/ready", { ready: false })).status).toBe(200);
  await strict.stop();
});
