import { catalogue } from "@liss/contracts";
import { createTranslations } from "@liss/ui";
import { describe, expect, test } from "vitest";
import { explorer } from "../i18n/explorer.es-cl.ts";
import { openKeys } from "../i18n/open-keys.ts";
import { pauseBefore } from "./intervals.ts";
import { type SharedWords, tell } from "./tell.ts";

const translations = createTranslations({ explorer });
const say = openKeys(translations, translations.getFixedT(null, "explorer"));
const same = (word: string) => word;
const shared: SharedWords = {
  tier: same,
  indicator: same,
  topic: same,
  delivery: same,
  classification: same,
  alert: same,
};
const people = [{ id: "ana", name: "Ana Ficticia", role: "executive" }];
const ana = { kind: "person", id: "ana", role: "executive" } as const;

const step = (type: string | null, detail: Record<string, unknown> = {}) => ({
  type,
  subject: `${type}.v1`,
  actor: ana,
  actorName: "Ana Ficticia",
  detail,
  problem: null,
});
const sentence = (...facts: Parameters<typeof step>) => tell(step(...facts), say, shared, people);

describe("the story of a session", () => {
  test.each(catalogue.map((contract) => contract.type))("has a sentence and a name for %s", (type) => {
    const told = sentence(type, { messages: 2, messageIds: ["a", "b"] });
    expect(told).toMatch(/^[A-ZÁÉÍÓÚ].+\.$/);
    expect(told).not.toMatch(/\{\{|undefined|aún no sabe contar/);
    expect(say(`types.${type}`)).toBeDefined();
  });

  test("says who, and how long she waited", () => {
    expect(sentence("routing.session-claimed", { executiveId: "ana", waitedMs: 48_426 })).toBe(
      "Ana Ficticia tomó la atención. Había esperado 48 s.",
    );
  });

  test("does not say that those on call were called when the list was empty", () => {
    const told = (people: string[]) => sentence("routing.help-called", { circle: "on-call", people });
    expect(told(["ana"])).toBe("La emergencia sonó para quienes están de llamada.");
    expect(told([])).toBe("La emergencia siguió sin nadie: el turno de llamada estaba vacío.");
  });

  test("says of a command on the machine which account ran it, and how far it came", () => {
    const rotation = { personId: "system:operadora", living: 4, underFormer: 4 };
    expect(sentence("operations.keys-rotated", { ...rotation, stage: "begun" })).toBe(
      "Con la cuenta «operadora» de la máquina, alguien empezó a cambiar la llave que cierra las claves de los contenidos. Claves bajo una llave anterior: 4 de 4.",
    );
    expect(sentence("operations.restore-checked", { personId: "system:operadora", cameBack: 0 })).toMatch(
      /«operadora» de la máquina, alguien revisó las claves .+ de nuevo: 0\.$/,
    );
  });

  test("says of whom a supervisor changed what, and the team when that was it", () => {
    const about = { about: "ana", names: ["team", "languages"] };
    expect(sentence("routing.colleague-changed", { ...about, team: "noche" })).toBe(
      "Ana Ficticia cambió el puesto de Ana Ficticia: su equipo (ahora, noche), sus idiomas.",
    );
    expect(sentence("routing.colleague-changed", { ...about, team: null })).toMatch(
      /\(ahora, ninguno\), sus idiomas\.$/,
    );
    expect(sentence("routing.colleague-changed", { about: "ana", names: ["capacity"] })).toBe(
      "Ana Ficticia cambió el puesto de Ana Ficticia: cuántas atenciones lleva a la vez.",
    );
    const followUp = { followUpId: "x", dueAt: "2026-11-25T12:00:00.000Z" };
    expect(sentence("routing.follow-up-changed", { ...followUp, change: "set" })).toMatch(
      /volverá a ocuparse de esta atención el 25/,
    );
  });

  test("counts in singular and plural", () => {
    expect(sentence("routing.messages-seen", { messageIds: ["a"] })).toBe(
      "Ana Ficticia vio un mensaje de ella.",
    );
    expect(sentence("routing.messages-seen", { messageIds: ["a", "b"] })).toBe(
      "Ana Ficticia vio 2 mensajes de ella.",
    );
  });

  test("names whoever left a session, although the system tells it", () => {
    const told = {
      ...step("routing.session-released", { executiveId: "ana", reason: "disconnected" }),
      actor: null,
    };
    expect(tell(told, say, shared, people)).toBe(
      "Ana Ficticia dejó la atención y esta volvió a la espera: se cortó su conexión.",
    );
  });

  test("says honestly what it cannot tell", () => {
    expect(sentence("routing.from-the-future")).toContain("aún no sabe contar");
    const unread = { ...step(null), problem: "unknown-event" as const };
    expect(tell(unread, say, shared, people)).toContain("aún no conoce");
  });
});

describe("pauses", () => {
  const at = (...seconds: number[]) =>
    seconds.map((second) => ({ occurredAt: new Date(second * 1_000).toISOString() }));

  test("are told from one second on", () => {
    expect(pauseBefore(at(1, 1.9), 1)).toBeNull();
    expect(pauseBefore(at(1, 49), 1)).toBe(48_000);
  });

  test("are not told before the first step, nor backwards", () => {
    expect(pauseBefore(at(1), 0)).toBeNull();
    expect(pauseBefore(at(5, 1), 1)).toBeNull();
  });
});
