import { describe, expect, test } from "vitest";
import { loadRules } from "../rules/load-rules.ts";
import { assess, newConversation } from "./assess.ts";
import { compileRules, RulesWrong } from "./compile-rules.ts";
import { readingOf } from "./reading.ts";
import type { RuleSet } from "./rule-set.ts";

const shipped = await loadRules(undefined, null);

/** The shipped rule set, changed. */
function changed(change: (set: RuleSet) => void): unknown {
  const set = structuredClone(shipped.set);
  change(set);
  return set;
}

const firstRule = (set: RuleSet) => set.rules[0]!;

test("the shipped rules carry locale, version and a hash of their content", () => {
  expect(shipped.version).toMatch(/^es-CL@\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
});

test("any change of the content changes the version", () => {
  const other = compileRules(changed((set) => firstRule(set).patterns.push("otra cosa")));
  expect(other.version).not.toBe(shipped.version);
  expect(compileRules(changed(() => {})).version).toBe(shipped.version);
});

describe("a wrong rule set is refused, naming what is wrong", () => {
  test.each<[string, (set: RuleSet) => void, RegExp]>([
    [
      "an unknown indicator",
      (set) => void Object.assign(firstRule(set), { indicator: "rabia" }),
      /ataque-ahora/,
    ],
    ["an unknown list", (set) => void firstRule(set).patterns.push("@nadie"), /ataque-ahora.*@nadie/],
    [
      "a bracket left open",
      (set) => void firstRule(set).patterns.push("(a | b"),
      /ataque-ahora.*parenthesis/,
    ],
    ["a stem of two letters", (set) => void firstRule(set).patterns.push("ma*"), /ataque-ahora.*ma\*/],
    [
      "a gap of twenty words",
      (set) => void firstRule(set).patterns.push("uno ..20 dos"),
      /ataque-ahora.*gap/,
    ],
    [
      "a pattern that begins with a gap",
      (set) => void firstRule(set).patterns.push("..2 dos"),
      /begins with a gap/,
    ],
    ["a pattern that matches nothing", (set) => void firstRule(set).patterns.push("uno?"), /nothing at all/],
    [
      "a list inside itself",
      (set) => void Object.assign(set.lists, { a_ella: "me | @a_ella" }),
      /contains itself/,
    ],
    ["a rule twice", (set) => void set.rules.push(firstRule(set)), /same name/],
    [
      "a rule without its source",
      (set) => void Object.assign(firstRule(set), { source: "" }),
      /ataque-ahora/,
    ],
    ["an unknown field", (set) => void Object.assign(firstRule(set), { weight: 3 }), /weight/],
  ])("%s", (_, change, message) => {
    expect(() => compileRules(changed(change))).toThrow(RulesWrong);
    expect(() => compileRules(changed(change))).toThrow(message);
  });
});

test("every rule says its sentence and names its source", () => {
  for (const { says, source } of shipped.set.rules) {
    expect(says.endsWith(".")).toBe(true);
    expect(source.length).toBeGreaterThan(3);
  }
});

test("a rule that means a tier by itself overrides the table upwards only", () => {
  const set = changed((draft) => {
    const physical = draft.rules.find(({ name }) => name === "golpes")!;
    physical.at_least = "imminent";
  });
  const seen = assess(compileRules(set), newConversation, readingOf({ kind: "text", text: "me pega" }));
  expect(seen.tier).toBe("imminent");
});
