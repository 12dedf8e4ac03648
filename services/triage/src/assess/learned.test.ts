import fc from "fast-check";
import { expect, test } from "vitest";
import { loadRules } from "../rules/load-rules.ts";
import { assess, newConversation } from "./assess.ts";
import { featuresOf, strengthOf } from "./features.ts";
import { learnedFrom, weigherOf } from "./learned.ts";
import type { Model } from "./model.ts";
import { readingOf } from "./reading.ts";
import { isAtLeast } from "./tiers.ts";

const alone = await loadRules(undefined, null);
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

test("the model only ever raises: what the rules say stands", () => {
  fc.assert(
    fc.property(speech, (text) => {
      const reading = readingOf({ kind: "text", text });
      const ruled = assess(alone, newConversation, reading);
      const seen = assess(both, newConversation, reading);
      expect(seen.indicators).toEqual(expect.arrayContaining(ruled.indicators));
      // Without a model a sentence in which nothing is recognised waits as support, with it as what it is.
      if (ruled.conversation.tier) expect(isAtLeast(seen.tier, ruled.tier)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("the features by number weigh what the features by name weigh", () => {
  fc.assert(
    fc.property(speech, (text) => {
      const tokens = alone.read(text);
      const named = featuresOf(tokens, text, { facts: ["encima"], themesOf: alone.themesOf });
      const weights = Object.fromEntries(named.map(({ name }, at) => [name, ((at % 7) + 1) / 8]));
      const strength = strengthOf(tokens.length);
      const score = Object.values(weights).reduce((sum, weight) => sum + weight * strength, 0);
      const withThreshold = (threshold: number): Model => ({
        corpus: "",
        indicators: { aislamiento: { threshold, bias: 0, weights } },
        tiers: {},
        weights_of_tiers: {},
      });
      const adds = (threshold: number) =>
        learnedFrom(
          weigherOf(withThreshold(threshold), alone.themesOf),
          { tokens, text, context: ["encima"] },
          { facts: new Set(), takenBack: new Set() },
        ).length;
      if (tokens.length === 0) return;
      expect([adds(score - 1e-6), adds(score + 1e-6)]).toEqual([1, 0]);
    }),
    { numRuns: 300 },
  );
});

test("what her own words took back is not added again", () => {
  const model: Model = {
    corpus: "",
    indicators: { arma_fuego: { threshold: 0, bias: 1, weights: {} } },
    tiers: {},
    weights_of_tiers: {},
  };
  const message = { tokens: alone.read("no tiene pistola"), text: "no tiene pistola", context: [] };
  const weigher = weigherOf(model, alone.themesOf);
  expect(learnedFrom(weigher, message, { facts: new Set(), takenBack: new Set(["arma_fuego"]) })).toEqual([]);
  expect(learnedFrom(weigher, message, { facts: new Set(), takenBack: new Set() })).toHaveLength(1);
});
