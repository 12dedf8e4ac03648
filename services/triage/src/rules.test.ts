import { describe, expect, test } from "vitest";
import { assess, newConversation } from "./assess/assess.ts";
import { readingOf } from "./assess/reading.ts";
import { readSignals } from "./assess/signals.ts";
import { loadRules } from "./rules/load-rules.ts";

const rules = await loadRules();
const rulesIn = (text: string) => readSignals(rules.read(text), rules).signals.map(({ rule }) => rule.name);
const read = (text: string) => assess(rules, newConversation, readingOf({ kind: "text", text }));

describe("each rule recognises what it says it recognises", () => {
  const yes = [...rules.set.rules, ...rules.set.codes].flatMap(({ name, yes }) =>
    yes.map((text) => [name, text]),
  );
  test.each(yes)("%s: %s", (name = "", text = "") => {
    expect(rulesIn(text)).toContain(name);
  });
});

describe("and lets pass what only looks like it", () => {
  const no = [...rules.set.rules, ...rules.set.codes].flatMap(({ name, no }) =>
    no.map((text) => [name, text]),
  );
  test.each(no)("%s: %s", (name = "", text = "") => {
    expect(rulesIn(text)).not.toContain(name);
  });
});

describe("what she asks for", () => {
  test.each(rules.set.intents.flatMap(({ name, tier, yes }) => yes.map((text) => [name, tier, text])))(
    "%s is %s: %s",
    (_, tier, text) => {
      expect(read(text ?? "").tier).toBe(tier);
    },
  );
});
