import { readFileSync } from "node:fs";
import { AssessedTier, Indicator } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { assess, newConversation } from "./assess/assess.ts";
import { readingOf } from "./assess/reading.ts";
import { loadRules } from "./rules/load-rules.ts";

const Example = z.strictObject({
  id: z.string(),
  text: z.string(),
  tier: AssessedTier,
  indicators: z.array(Indicator),
  medical: z.boolean().default(false),
  listen: z.boolean().default(false),
});

const examples = readFileSync(new URL("../corpus/seed.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => Example.parse(JSON.parse(line)));

const rules = await loadRules();

describe("what invented women write is read as labelled", () => {
  test.each(examples)("$id: $text", ({ text, tier, indicators, medical, listen }) => {
    const seen = assess(rules, newConversation, readingOf({ kind: "text", text }));
    expect({
      tier: seen.tier,
      indicators: [...seen.indicators].sort(),
      medical: seen.medicalReferral,
      listen: seen.needsListening,
    }).toEqual({ tier, indicators: [...indicators].sort(), medical, listen });
  });
});

test("every tier is in the corpus", () => {
  expect(new Set(examples.map(({ tier }) => tier))).toEqual(new Set(AssessedTier.options));
});
