import { expect, test } from "vitest";
import { assess, newConversation } from "./assess/assess.ts";
import { compileRules, type Rules } from "./assess/compile-rules.ts";
import { readingOf } from "./assess/reading.ts";
import { readSignals } from "./assess/signals.ts";
import { loadRules } from "./rules/load-rules.ts";

const whole = await loadRules(undefined, null);
const { rules, codes, intents, tiers, implies } = whole.set;

/** What triage says of a text, rule names included: if this changes, some test that states it fails. */
const told = (mutant: Rules, text: string) => {
  const { tier, indicators, conversation, evidence } = assess(
    mutant,
    newConversation,
    readingOf({ kind: "text", text }),
  );
  const found = readSignals(mutant.read(text), mutant).signals.map(({ rule }) => rule.name);
  return JSON.stringify({ tier, indicators, known: conversation, evidence, found });
};
/** Leaves out what `isLeft` says, without reading all patterns anew: what is left out simply matches nothing. */
function without(isLeft: (name: string) => boolean): Rules {
  return {
    ...whole,
    find: (tokens) => {
      const { matches, complete } = whole.find(tokens);
      const stays = matches.filter(({ owner }) => {
        if (owner.as === "rule") return !isLeft(owner.rule.name);
        return owner.as === "intent" || owner.as === "cue" ? !isLeft(owner.intent.name) : true;
      });
      return { matches: stays, complete };
    },
  };
}

test.each([...rules, ...codes, ...intents].map(({ name, yes }) => [name, yes] as const))(
  "without %s an example of its own is read otherwise",
  (name, yes) => {
    const mutant = without((each) => each === name);
    expect(yes.filter((text) => told(mutant, text) !== told(whole, text))).not.toEqual([]);
  },
);

test.each(tiers.map((row, at) => [`${row.tier}: ${row.says}`, at] as const))(
  "without the row %s an example changes",
  (_, at) => {
    const mutant: Rules = {
      ...whole,
      set: { ...whole.set, tiers: tiers.filter((__, other) => other !== at) },
    };
    const examples = tiers[at]?.yes ?? [];
    expect(examples.filter((text) => told(mutant, text) !== told(whole, text))).not.toEqual([]);
  },
);

test.each(implies.map(({ says }, at) => [says, at] as const))(
  "without the meaning «%s» an example changes",
  (_, at) => {
    const mutant: Rules = {
      ...whole,
      set: { ...whole.set, implies: implies.filter((__, other) => other !== at) },
    };
    const texts = rules.flatMap(({ yes }) => yes).concat(implies[at]?.yes ?? []);
    expect(texts.some((text) => told(mutant, text) !== told(whole, text))).toBe(true);
  },
);

test("the mutants are those a changed file would make", () => {
  const name = rules[0]?.name ?? "";
  const changed = compileRules({ ...whole.set, rules: rules.slice(1) });
  for (const text of rules.slice(0, 10).flatMap(({ yes }) => yes))
    expect(told(changed, text)).toBe(
      told(
        without((each) => each === name),
        text,
      ),
    );
});
