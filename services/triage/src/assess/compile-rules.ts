import { createHash } from "node:crypto";
import { Indicator } from "@liss/contracts";
import type { z } from "zod";
import { type Automaton, compile, type Lists } from "./automaton.ts";
import { keysOf, languageOf, presentForms } from "./language.ts";
import { createMatcher, type Matcher } from "./matcher.ts";
import type { Model } from "./model.ts";
import { type Pattern, PatternWrong, parsePattern } from "./pattern.ts";
import { type Guards, type Intent, type Rule, RuleSet, ruleOfCode } from "./rule-set.ts";
import type { Reader } from "./tokens.ts";
import { createVocabulary, type WordEntry } from "./vocabulary.ts";
import { type Weigher, weigherOf } from "./weigher.ts";

type PatternsOf<T> = { [K in keyof T]: T[K] extends string[] ? K : never }[keyof T];
export type GuardName = PatternsOf<z.infer<typeof Guards>>;

/** What a pattern found in a text means. */
export type Finding =
  | { as: "rule"; rule: Rule }
  | { as: "unless"; of: Rule | Intent }
  | { as: "except"; of: Rule }
  | { as: "intent"; intent: Intent }
  | { as: "cue"; intent: Intent }
  | { as: "guard"; guard: GuardName };

/** A rule set ready to read messages. Immutable. */
export type Rules = {
  /** `es-CL@1.4.0+9f3c…`: locale, version and the first 12 hex digits of the SHA-256 of the data. */
  version: string;
  set: RuleSet;
  read: Reader;
  find: Matcher<Finding>;
  negators: ReadonlySet<string>;
  seeThrough: ReadonlySet<string>;
  stillNow: ReadonlySet<string>;
  rightNow: ReadonlySet<string>;
  /** Words that beside a time tell nothing new: "eso fue" el martes. */
  saysWhen: ReadonlySet<string>;
  /** "me", "mi", "pegarme": the one who writes. */
  isFirstPerson(key: string): boolean;
  /** A form of a verb that can only mean now: "pega", "pegando", not "pego", which may be "pegó". */
  isPresent(key: string): boolean;
  /** The subjects that a word belongs to. */
  themesOf(key: string): readonly string[];
  /** What the corpus taught beyond the rules; absent where only the rules speak. */
  weigher?: Weigher | undefined;
  /** A frequent word of the language, or one that some rule mentions. */
  isKnownWord(key: string): boolean;
};

export class RulesWrong extends Error {
  override readonly name = "RulesWrong";
}

/**
 * Checks and prepares a rule set.
 * @param data the parsed files, put together, of unknown shape.
 * @throws RulesWrong with one line per problem, each naming the rule or list it is in.
 */
export function compileRules(data: unknown, model?: Model): Rules {
  const parsed = RuleSet.safeParse(data);
  if (!parsed.success)
    throw new RulesWrong(parsed.error.issues.map((issue) => describe(issue, data)).join("\n"));
  const set = parsed.data;
  const problems: string[] = [...unknownFacts(set)];
  const attempt = <T>(where: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PatternWrong)) throw error;
      problems.push(`${where}: ${error.message}`);
      return undefined;
    }
  };

  const lists: Lists = new Map(
    Object.entries(set.lists).flatMap(([name, source]): [string, Pattern][] => {
      const pattern = attempt(`list ${name}`, () => parsePattern(source));
      return pattern ? [[name, pattern]] : [];
    }),
  );
  const vocabulary = createVocabulary();
  const entries: { owner: Finding; automaton: Automaton }[] = [];
  const add = (where: string, sources: readonly string[], owner: Finding) => {
    for (const source of sources) {
      const automaton = attempt(where, () => compile(source, parsePattern(source), lists, vocabulary));
      if (automaton) entries.push({ owner, automaton });
    }
  };

  for (const rule of [...set.rules, ...set.codes.map(ruleOfCode)]) {
    add(`rule ${rule.name}`, rule.patterns, { as: "rule", rule });
    add(`rule ${rule.name} (unless)`, rule.unless, { as: "unless", of: rule });
    add(`rule ${rule.name} (except)`, rule.except, { as: "except", of: rule });
  }
  for (const intent of set.intents) {
    add(`intent ${intent.name}`, intent.patterns, { as: "intent", intent });
    add(`intent ${intent.name} (unless)`, intent.unless, { as: "unless", of: intent });
    if (intent.cues) add(`intent ${intent.name} (cues)`, [intent.cues], { as: "cue", intent });
  }
  for (const [guard, sources] of Object.entries(set.guards)) {
    if (Array.isArray(sources)) add(`guards.${guard}`, sources, { as: "guard", guard: guard as GuardName });
  }
  const themes = new Map(
    Object.entries(set.themes).flatMap(([theme, source]): [number, string][] => {
      const pattern = attempt(`theme ${theme}`, () => parsePattern(source));
      const entries = pattern ? wordsOf(pattern, lists) : [];
      return entries.length === 0 ? [] : [[vocabulary.classFor(entries), theme]];
    }),
  );
  if (problems.length > 0) throw new RulesWrong(problems.join("\n"));

  const negators = keysOf(set.guards.negators);
  const breakers = keysOf(set.guards.breakers);
  const isPresent = presentForms(set);
  const themesOf = (key: string) => [
    ...vocabulary.classesOf(key).flatMap((wordClass) => themes.get(wordClass) ?? []),
    ...(gerund.test(key) ? ["gerundio"] : isPresent(key) ? ["presente"] : []),
  ];
  const { isKnownWord, reader } = languageOf(set, vocabulary);
  return {
    version: `${set.locale}@${set.version}+${hashOf({ set, model })}`,
    set,
    read: reader,
    find: createMatcher(entries, vocabulary, (key) => breakers.has(key) || negators.has(key)),
    negators,
    seeThrough: keysOf(set.guards.see_through),
    stillNow: keysOf(set.guards.still_now),
    rightNow: keysOf(set.guards.right_now),
    saysWhen: keysOf(set.guards.says_when),
    isFirstPerson: (key) => firstPerson.has(key) || /..[aeiourn](me|nos)$/.test(key),
    isPresent,
    themesOf,
    weigher: model && weigherOf(model, themesOf),
    isKnownWord,
  };
}

const gerund = /..(ando|iendo|yendo)(me|la|le|nos|te|lo|les|se)?$/;
const firstPerson = new Set(["me", "nos", "mi", "mis", "konmigo", "mio", "mia", "io", "nosotras"]);

/** Rows and rules may only speak of signs that are explained. */
function* unknownFacts({ signs, rules, tiers, implies }: RuleSet): Generator<string> {
  const known = (fact: string) => Object.hasOwn(signs, fact) || Indicator.safeParse(fact).success;
  for (const { name, sign } of rules)
    if (sign && !Object.hasOwn(signs, sign)) yield `rule ${name}: the sign ${sign} is not explained`;
  for (const { one_of_each, means } of implies)
    for (const fact of one_of_each.flat())
      if (!known(fact)) yield `implies (${means}): ${fact} is neither an indicator nor a sign`;
  for (const row of tiers) {
    const facts = "one_of" in row ? row.one_of : "of" in row ? row.of : row.one_of_each.flat();
    for (const fact of facts)
      if (!known(fact)) yield `tiers (${row.says}): ${fact} is neither an indicator nor a sign`;
  }
}

/** The single words of a pattern, those of its lists included; phrases are left out. */
function wordsOf(pattern: Pattern, lists: Lists): WordEntry[] {
  switch (pattern.is) {
    case "word":
    case "stem":
    case "verb":
      return [pattern];
    case "choice":
      return pattern.options.flatMap((option) => wordsOf(option, lists));
    case "list": {
      const list = lists.get(pattern.name);
      return list ? wordsOf(list, lists) : [];
    }
    default:
      return [];
  }
}

function hashOf(what: unknown): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 12);
}

/** "rules.3.indicator" says nothing to whoever edits the file; the rule's name does. */
function describe(issue: { path: PropertyKey[]; message: string }, data: unknown): string {
  const path = issue.path.map(String).join(".");
  const [section, index] = issue.path;
  const item = at(at(data, section), index);
  const name = typeof at(item, "name") === "string" ? ` (${at(item, "name")})` : "";
  return `${path || "the file"}${name}: ${issue.message}`;
}

function at(value: unknown, key: PropertyKey | undefined): unknown {
  if (typeof value !== "object" || value === null || key === undefined) return undefined;
  return Reflect.get(value, key);
}
