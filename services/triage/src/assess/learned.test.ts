import fc from "fast-check";
import { expect, test } from "vitest";
import { loadRules } from "../rules/load-rules.ts";
import { assess, newConversation } from "./assess.ts";
import { compileRules } from "./compile-rules.ts";
import { featuresOf, valueStep } from "./features.ts";
import { learnedFrom } from "./learned.ts";
import { type Model, packed, tiersInOrder } from "./model.ts";
import { readingOf } from "./reading.ts";
import { isAtLeast } from "./tiers.ts";
import { weigherOf } from "./weigher.ts";

const alone = await loadRules(undefined, null);
/** The danger that the table names by itself, without what a model has to weigh. */
const firm = compileRules({
  ...alone.set,
  rules: alone.set.rules.filter(({ weighed }) => !weighed),
  tiers: alone.set.tiers.filter(({ weighed }) => !weighed),
});
const both = await loadRules();
const words = [
  ...new Set(JSON.stringify(alone.set.themes).match(/[a-zñ]{2,12}/g)),
  "no",
  "me",
  ".",
  "?",
  "jaja",
];
const speech = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(" "));

const nothing: Model = {
  corpus: "",
  raises: { imminent: 1, high: 1, support: 1 },
  tiers: tiersInOrder.map(() => ({ bias: 0, step: 1 })),
  indicators: {},
  weights: {},
};

test("the model only ever raises: what the firm rows of the table say stands", () => {
  fc.assert(
    fc.property(speech, (text) => {
      const reading = readingOf({ kind: "text", text });
      const ruled = assess(firm, newConversation, reading);
      const seen = assess(both, newConversation, reading);
      expect(seen.indicators).toEqual(expect.arrayContaining(ruled.indicators));
      if (isAtLeast(ruled.tier, "high")) expect(isAtLeast(seen.tier, ruled.tier)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("the features by number weigh what the features by name weigh", () => {
  fc.assert(
    fc.property(speech, (text) => {
      const tokens = alone.read(text);
      const named = featuresOf(tokens, text, { facts: ["encima"], themesOf: alone.themesOf });
      const weightOf = new Map(named.map(({ name }, at) => [name, (at % 7) + 1]));
      const countsFor = new Map(named.map(({ name }, at) => [name, (at % 5) + 1]));
      const length = valueStep * Math.hypot(...named.map(({ name }) => countsFor.get(name) ?? 0));
      const score =
        named.reduce((sum, { name }) => sum + (weightOf.get(name) ?? 0), 0) / 8 / Math.max(length, 1e-9);
      const withThreshold = (threshold: number): Model => ({
        ...nothing,
        indicators: { aislamiento: { threshold, bias: 0, step: 1 / 8 } },
        weights: Object.fromEntries(
          Array.from(weightOf, ([name, weight]) => [
            name,
            packed(Int8Array.of(countsFor.get(name) ?? 0, 0, 0, 0, 0, 0, 0, weight)),
          ]),
        ),
      });
      const adds = (threshold: number) =>
        learnedFrom(
          weigherOf(withThreshold(threshold), alone.themesOf),
          { tokens, text, context: ["encima"] },
          { facts: new Set(), takenBack: new Set() },
        ).filter(({ indicator }) => indicator).length;
      if (tokens.length === 0) return;
      expect([adds(score - 1e-3), adds(score + 1e-3)]).toEqual([1, 0]);
    }),
    { numRuns: 300 },
  );
});

test("what her own words took back is not added again", () => {
  const model: Model = { ...nothing, indicators: { arma_fuego: { threshold: 0, bias: 1, step: 1 } } };
  const message = { tokens: alone.read("no tiene pistola"), text: "no tiene pistola", context: [] };
  const weigher = weigherOf(model, alone.themesOf);
  const added = (takenBack: string[]) =>
    learnedFrom(weigher, message, { facts: new Set(), takenBack: new Set(takenBack) }).flatMap(
      ({ indicator }) => indicator ?? [],
    );
  expect(added(["arma_fuego"])).toEqual([]);
  expect(added([])).toEqual(["arma_fuego"]);
});

/** What people write who are in no danger at all. Not a list of exceptions: none of these is known to the rules. */
test.each([
  "hola",
  "hola buenas noches",
  "buenos días, ¿cómo están?",
  "gracias",
  "muchas gracias por la información",
  "ok gracias, que estén bien",
  "sí",
  "no",
  "1",
  "2",
  "4",
  "ya",
  "dale",
  "listo",
  "qué números de ayuda hay?",
  "¿qué números hay para pedir ayuda?",
  "cuáles son los teléfonos de ayuda",
  "a qué número puedo llamar",
  "me da el número de carabineros",
  "hasta qué hora atienden",
  "atienden los domingos?",
  "cuál es el horario",
  "dónde queda el centro de la mujer más cercano",
  "esto es gratis?",
  "hablo con una persona o con un robot",
  "quién contesta este chat",
  "necesito saber qué hacen ustedes",
  "para qué sirve este número",
  "me puede mandar la dirección por favor",
  "puedo escribir más tarde?",
  "perdón, número equivocado",
  "a qué hora abre la farmacia",
  "mañana le mando los papeles",
  "quiero información",
  "espere un momento por favor",
  "no entiendo la pregunta",
])("calm and everyday: «%s» is no danger", (text) => {
  const { tier } = assess(both, newConversation, readingOf({ kind: "text", text }));
  expect(isAtLeast(tier, "high")).toBe(false);
});

test.each([
  ["gracias", ["me tiene encerrada con llave", "está armado"]],
  ["ok", ["está afuera de mi casa con un cuchillo"]],
  ["hasta qué hora atienden", ["ayer me pegó y me amenazó de muerte"]],
])("«%s» after a danger shows none of its own", (text, before) => {
  const { evidence, indicators } = assess(both, newConversation, readingOf({ kind: "text", text }), {
    before,
  });
  expect({ evidence, indicators }).toEqual({ evidence: [], indicators: [] });
});
