import { readdirSync, readFileSync } from "node:fs";
import {
  CodeWordAgreed,
  codeWordContext,
  type Envelope,
  type EventContract,
  GoodbyeSaid,
  IdentityDoubted,
  PresenceRequested,
  SafeClosingAgreed,
  SafeContactPlan,
  SafeContactPlanChanged,
  SafetyOverridden,
  SendRefused,
  SendRequested,
  TierRaised,
} from "@liss/contracts";
import { openDatabase } from "@liss/database";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoutingTables } from "../database/tables.ts";
import { loadGuides } from "../guides/load-guides.ts";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

let house: House;
let ana: Awaited<ReturnType<typeof logIn>>;
let berta: Awaited<ReturnType<typeof logIn>>;

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, berta] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta")]);
});
afterAll(() => house?.stop());

type Hers = { sessionId: string; contactId: string };

async function attended(words = "hola"): Promise<Hers & { messageId: string }> {
  const message = await house.writes(words);
  await house.assesses(message, "support");
  await eventually(async () =>
    expect((await ana.command(message.sessionId, "claim")).body.card?.tier).toBe("support"),
  );
  return message;
}

const done = async ({ sessionId }: Hers) => {
  const { messages } = await ana.read(sessionId);
  const messageIds = messages.filter(({ direction }) => direction === "in").map(({ id }) => id);
  await ana.command(sessionId, "seen", { messageIds });
  await ana.command(sessionId, "close", { classification: "information" });
};

const agrees = (hers: Hers, plan: object) =>
  ana.ask("PUT", `/sessions/${hers.sessionId}/safe-contact-plan`, plan);

const about = async <Contract extends EventContract>(contract: Contract, { sessionId }: Hers) =>
  (await house.published(contract)).filter((event: Envelope) => event.sessionId === sessionId);

const hersAgain = ({ sessionId, contactId }: Hers) => ({ sessionId, contactId });

const send = ({ sessionId }: Hers, text: string, override?: string) =>
  ana.command(sessionId, "messages", { messageId: crypto.randomUUID(), text, override });

describe("whether it is she", () => {
  test("her agreed word is heard while there is a doubt, a person decides, and without a doubt nothing is told", async () => {
    const hers = await attended();
    expect((await agrees(hers, { agreedWord: "girasol" })).status).toBe(200);
    await house.writes("hoy vi un girasol", hersAgain(hers));
    await eventually(async () => expect((await ana.read(hers.sessionId)).messages).toHaveLength(2));
    expect((await ana.read(hers.sessionId)).card).toMatchObject({ identityDoubt: null, agreedWordAt: null });

    await house.changesNumber(hers);
    await eventually(async () =>
      expect((await ana.read(hers.sessionId)).card.identityDoubt).toBe("number-changed"),
    );
    expect((await ana.read(hers.sessionId)).card.agreedWordAt).toBeNull();
    await house.writes("soy yo, jirasol", hersAgain(hers));
    const heard = await eventually(async () => {
      const { card } = await ana.read(hers.sessionId);
      expect(card.agreedWordAt).not.toBeNull();
      return card;
    });
    expect(heard.identityDoubt).toBe("number-changed");
    expect((await ana.command(hers.sessionId, "confirm-identity")).body.card).toMatchObject({
      identityDoubt: null,
      agreedWordAt: null,
    });
    await done(hers);
  });

  test("whoever agreed on a word and comes back after long is made sure of again; others are not", async () => {
    const [hers, others] = [await attended(), await attended()];
    expect((await agrees(hers, { agreedWord: "girasol" })).status).toBe(200);
    await done(hers);
    await done(others);
    const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test", poolSize: 1 });
    await sql`update sessions set state = jsonb_set(state::jsonb, '{lastInboundAt}', '"2026-01-01T00:00:00.000Z"')
      where id in (${hers.sessionId}, ${others.sessionId})`.execute(db);
    await db.destroy();
    const [again, another] = [
      await house.sends({ kind: "image" }, { contactId: hers.contactId }),
      await house.writes("hola", { contactId: others.contactId }),
    ];
    await eventually(async () =>
      expect((await ana.desk()).queue.find(({ id }) => id === again.sessionId)?.identityDoubt).toBe(
        "long-absence",
      ),
    );
    await eventually(async () =>
      expect((await ana.desk()).queue.find(({ id }) => id === another.sessionId)?.identityDoubt).toBeNull(),
    );
    await eventually(async () =>
      expect((await about(IdentityDoubted, again)).map(({ data }) => data)).toEqual([
        { change: "long-absence" },
      ]),
    );
    expect(await about(IdentityDoubted, another)).toEqual([]);
  });
});

test("a goodbye that was agreed is on the record: the phone and the steps, and nothing that was written", async () => {
  const hers = await attended();
  const agreed = { phone: "shared", steps: ["chat", "avisos"] };
  expect((await ana.command(hers.sessionId, "safe-closing", agreed)).status).toBe(200);
  expect((await ana.command(hers.sessionId, "safe-closing", { ...agreed, steps: ["otra"] })).status).toBe(
    422,
  );
  expect((await berta.command(hers.sessionId, "safe-closing", agreed)).body.code).toBe("not-yours");
  const [told] = await eventually(async () => {
    const found = await about(SafeClosingAgreed, hers);
    expect(found).toHaveLength(1);
    return found;
  });
  const guide = loadGuides().find(({ id }) => id === "despedida-segura");
  expect(told?.data).toMatchObject({ ...agreed, contentVersion: guide?.version });
  await done(hers);
});

describe("an executive's words", () => {
  test("that would betray her are stopped with their reasons and places, before anything leaves", async () => {
    const hers = await attended();
    const text = "Hola. ¿Ya hiciste la denuncia?";
    const checked = await ana.command(hers.sessionId, "safety-check", { text });
    const refused = await send(hers, text);
    expect(refused).toMatchObject({ status: 422, body: { code: "not-safe", review: checked.body } });
    const [reason] = refused.body.review.refusals;
    expect(refused.body.review.overridable).toBe(true);
    expect(reason).toMatchObject({ by: "words", code: "justice", sentence: expect.any(String) });
    expect(text.slice(reason.start, reason.end)).toContain("denuncia");
    expect((await ana.read(hers.sessionId)).messages).toHaveLength(1);
    expect(await about(SendRequested, hers)).toEqual([]);
    await done(hers);
  });

  test("go with one tap when she answers for them, on the record without a word of it", async () => {
    const hers = await attended();
    expect((await send(hers, "Llama al 133 ahora", "emergency")).status).toBe(200);
    await eventually(async () => expect(await about(SendRequested, hers)).toHaveLength(1));
    const [overridden] = await eventually(async () => {
      const found = await about(SafetyOverridden, hers);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(overridden).toMatchObject({
      actor: { kind: "person" },
      data: { reason: "emergency", codes: ["help-number"] },
    });
    expect(JSON.stringify(overridden)).not.toContain("133 ahora");
    await done(hers);
  });

  test("are not answered for when another person may be writing", async () => {
    const hers = await attended();
    await ana.command(hers.sessionId, "marks", { mark: "aggressor-probing", set: true });
    const refused = await send(hers, "Llama al 133 ahora", "emergency");
    expect(refused.body).toMatchObject({ code: "not-safe", review: { overridable: false } });
    expect((await send(hers, "Hola, ¿cómo estás?")).status).toBe(200);
    await done(hers);
  });
});

describe("her plan", () => {
  test("is asked for at the start and on a return, in words that pass the gate; never in an imminent case", async () => {
    const planOf = async ({ sessionId }: Hers) =>
      (await ana.ask("GET", `/sessions/${sessionId}/safe-contact-plan`)).body;
    const hers = await attended();
    const { ask } = await planOf(hers);
    expect(ask.why).toBe("nothing-agreed");
    for (const question of ask.questions) expect((await send(hers, question)).status).toBe(200);
    expect((await agrees(hers, { readBy: "only-her" })).status).toBe(200);
    expect((await planOf(hers)).ask).toBeNull();
    await done(hers);
    const again = await house.writes("hola otra vez", { contactId: hers.contactId });
    await house.assesses(again, "support");
    await eventually(async () =>
      expect((await ana.command(again.sessionId, "claim")).body.card?.tier).toBe("support"),
    );
    expect((await planOf(again)).ask).toMatchObject({ why: "came-back", questions: expect.any(Array) });
    await house.assesses(
      { ...again, messageId: (await house.writes("ya", hersAgain(again))).messageId },
      "imminent",
    );
    await eventually(async () => expect((await ana.read(again.sessionId)).card.tier).toBe("imminent"));
    expect((await planOf(again)).ask).toBeNull();
    await ana.command(again.sessionId, "release");
  });

  test("is kept sealed, changed by whoever attends her, and told to the record by the names of its parts", async () => {
    const hers = await attended();
    const plan = { readBy: "only-her", alias: "Pía", agreedWord: "lavanda", avoid: ["Temuco"] };
    expect((await berta.ask("PUT", `/sessions/${hers.sessionId}/safe-contact-plan`, plan)).status).not.toBe(
      200,
    );
    expect((await agrees(hers, plan)).status).toBe(200);
    const known = await ana.ask("GET", `/sessions/${hers.sessionId}/safe-contact-plan`);
    expect(known.body.ask).toBeNull();
    expect(known.body).toMatchObject({ known: true, mayChange: true, plan: SafeContactPlan.parse(plan) });
    const [changed] = await eventually(async () => {
      const found = await about(SafeContactPlanChanged, hers);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(changed?.data.fields.toSorted()).toEqual(["agreedWord", "alias", "avoid", "readBy"]);
    const db = openDatabase<RoutingTables>({ url: house.databaseUrl, name: "test", poolSize: 1 });
    const rows = await db.selectFrom("safe_contact").selectAll().execute();
    const stored = rows.find(({ contact_id }) => contact_id === hers.contactId);
    expect(stored?.plan_box?.length).toBeGreaterThan(50);
    expect(stored?.plan_box?.toString("latin1")).not.toContain("lavanda");
    await db.destroy();
    // Only she reads it: now the matter may be named, and her own words still may not.
    expect((await send(hers, "¿Ya hiciste la denuncia?")).status).toBe(200);
    expect((await send(hers, "¿Fue en Temuco?", "emergency")).body.code).toBe("not-safe");
    await done(hers);
  });

  test("that says never is overridden by nobody, and shows no light on her screen", async () => {
    const hers = await attended();
    await agrees(hers, { writing: "never" });
    const refused = await send(hers, "Hola", "emergency");
    expect(refused.body.review).toMatchObject({
      overridable: false,
      refusals: [{ by: "plan", code: "never-write" }],
    });
    await ana.command(hers.sessionId, "seen", { messageIds: [hers.messageId] });
    await ana.command(hers.sessionId, "typing");
    expect(await about(PresenceRequested, hers)).toEqual([]);
    await done(hers);
  });
});

describe("the robot's words", () => {
  const delegated = async (plan?: object) => {
    const hers = await attended();
    if (plan) await agrees(hers, plan);
    const answer = await ana.command(hers.sessionId, "delegate", { topics: ["denunciar"], minutes: 30 });
    return { ...hers, delegationId: answer.body.card.delegation.id as string };
  };

  test("before it is known who reads are neutral, or a person goes on", async () => {
    const hers = await delegated();
    await house.proposes(hers, hers.delegationId, "Puedes denunciar en Carabineros.", "denunciar");
    await eventually(async () => expect((await ana.read(hers.sessionId)).card.delegation).toBeNull());
    const [refused] = await eventually(async () => {
      const found = await about(SendRefused, hers);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(refused?.data.author).toBe("robot");
    expect(refused?.data.codes).toContain("police");
    expect(await about(SendRequested, hers)).toEqual([]);
    await done(hers);
  });

  test("inform her plainly when only she reads", async () => {
    const hers = await delegated({ readBy: "only-her" });
    const id = await house.proposes(hers, hers.delegationId, "Puedes denunciar en Carabineros.", "denunciar");
    await eventually(async () =>
      expect((await about(SendRequested, hers)).map(({ data }) => data.messageId)).toEqual([id]),
    );
    await done(hers);
  });
});

describe("words of hers that command", () => {
  test("the exit word ends the robot and everything that would be sent, until she writes again", async () => {
    const hers = await attended();
    await agrees(hers, { readBy: "only-her" });
    const answer = await ana.command(hers.sessionId, "delegate", { topics: ["denunciar"], minutes: 30 });
    await house.writes("ya, chao", hers.messageId ? { ...hers, messageId: crypto.randomUUID() } : {});
    await eventually(async () => expect(await about(GoodbyeSaid, hers)).toHaveLength(1));
    expect((await ana.read(hers.sessionId)).card.delegation).toBeNull();
    await house.proposes(hers, answer.body.card.delegation.id, "Hola", "denunciar");
    const refused = await send(hers, "¿Sigues ahí?", "emergency");
    expect(refused.body.review).toMatchObject({
      overridable: false,
      refusals: [{ code: "she-said-goodbye" }],
    });
    expect(await about(SendRequested, hers)).toEqual([]);
    await house.writes("volví", { ...hers, messageId: crypto.randomUUID() });
    await eventually(async () => expect((await send(hers, "Hola, te leo.")).status).toBe(200));
    await done(hers);
  });

  test("the duress word makes it an emergency without a sound", async () => {
    const hers = await attended();
    await agrees(hers, { duressWord: "saludos a la tía Nena" });
    expect((await send(hers, "¿Cómo va la tarde?")).status).toBe(200);
    const [before] = await eventually(async () => {
      const found = await about(SendRequested, hers);
      expect(found).toHaveLength(1);
      return found;
    });
    const spoken = await house.writes("bueno, saludos a la tia nena", {
      ...hers,
      messageId: crypto.randomUUID(),
    });
    await eventually(async () => expect((await ana.read(hers.sessionId)).card.tier).toBe("imminent"));
    const raised = await eventually(async () => {
      const found = await about(TierRaised, hers);
      expect(found.map(({ data }) => data.to)).toContain("imminent");
      return found;
    });
    expect(raised.at(-1)?.data.indicators).toEqual(["codigo_encubierto"]);
    // What was asked for before does not leave either: the gateway knows which of the two came first.
    const [goodbye] = await eventually(async () => {
      const found = await about(GoodbyeSaid, hers);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(goodbye?.data).toMatchObject({ messageId: spoken.messageId, word: "duress" });
    expect((before?.data.heardUntil ?? "") < (goodbye?.data.saidAt ?? "")).toBe(true);
    expect((await send(hers, "¿Sigues ahí?", "emergency")).body.review.refusals).toMatchObject([
      { code: "she-said-goodbye" },
    ]);
    expect(await about(SendRequested, hers)).toHaveLength(1);
    await ana.command(hers.sessionId, "release");
  });

  test("triage is told of the duress word sealed, of its change and its end; of the other words nothing", async () => {
    const hers = await attended();
    const told = () => about(CodeWordAgreed, hers);
    await agrees(hers, { agreedWord: "lavanda" });
    await agrees(hers, { agreedWord: "lavanda", duressWord: "saludos a la tía Nena" });
    await agrees(hers, { agreedWord: "lavanda", duressWord: "ya riego las plantas" });
    await agrees(hers, { agreedWord: "lavanda" });
    const events = await eventually(async () => {
      expect(await told()).toHaveLength(3);
      return told();
    });
    expect(new Set(events.map(({ data }) => data.codeWordId)).size).toBe(1);
    expect(events.map(({ data }) => data.effect)).toEqual(["imminent", "imminent", "imminent"]);
    const opened = events.map(
      ({ data: { agreed, codeWordId } }) =>
        agreed &&
        house.vault.open(agreed, codeWordContext(codeWordId)).then((plain) => JSON.parse(`${plain}`)),
    );
    expect(await Promise.all(opened)).toEqual([
      { words: "saludos a la tía Nena", says: expect.stringContaining("pedir ayuda") },
      { words: "ya riego las plantas", says: expect.any(String) },
      undefined,
    ]);
    expect(JSON.stringify(events)).not.toContain("Nena");
    await ana.command(hers.sessionId, "release");
  });
});

test("nothing is sent that her plan forbids, by whatever path", async () => {
  const plans = fc.record({
    writing: fc.constantFrom("never" as const, "answer" as const),
    readBy: fc.constantFrom("unknown" as const, "only-her" as const, "others" as const),
    avoid: fc.constantFrom([], ["ruda"]),
  });
  const steps = fc.array(
    fc.record({
      path: fc.constantFrom("executive" as const, "override" as const, "robot" as const),
      text: fc.constantFrom("Hola, ¿cómo estás?", "Anda a Carabineros.", "Traje ruda del patio."),
    }),
    { minLength: 3, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(plans, steps, async (plan, tried) => {
      const hers = await attended();
      expect((await agrees(hers, plan)).status).toBe(200);
      const sent = new Map<string, { path: string; text: string }>();
      for (const step of tried) {
        if (step.path === "robot") {
          const order = { topics: ["denunciar"], minutes: 30 };
          const { delegation } = (await ana.command(hers.sessionId, "delegate", order)).body.card ?? {};
          if (!delegation) continue;
          const id = await house.proposes(hers, delegation.id, step.text, "denunciar");
          sent.set(id, step);
          await eventually(async () => {
            const settled = [...(await about(SendRequested, hers)), ...(await about(SendRefused, hers))];
            expect(settled.map(({ data }) => data.messageId)).toContain(id);
          });
          await ana.command(hers.sessionId, "take-back");
          continue;
        }
        const messageId = crypto.randomUUID();
        sent.set(messageId, step);
        const override = step.path === "override" ? "emergency" : undefined;
        await ana.command(hers.sessionId, "messages", { messageId, text: step.text, override });
      }
      await done(hers);
      for (const { data } of await about(SendRequested, hers)) {
        const { path, text } = sent.get(data.messageId) ?? { path: "", text: "" };
        expect(plan.writing).not.toBe("never");
        if (text.includes("ruda")) expect(plan.avoid).toEqual([]);
        if (path === "robot") expect(plan.readBy).not.toBe("others");
        if (text.includes("Carabineros"))
          expect(plan.readBy === "only-her" || (path === "override" && plan.readBy === "unknown")).toBe(true);
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

test("only the gate puts a message of ours into the database", () => {
  const source = new URL("../", import.meta.url);
  const writers = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("test"))
    .filter((file) => /direction: "out"/.test(readFileSync(new URL(file, source), "utf8")))
    .filter((file) => /insertInto\("messages"\)/.test(readFileSync(new URL(file, source), "utf8")));
  expect(writers).toEqual(["sending/send.ts"]);
});
