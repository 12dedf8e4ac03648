import { createHash } from "node:crypto";
import { type Automaton, compile, type Lists } from "./automaton.ts";
import { createMatcher, type Matcher } from "./matcher.ts";
import { type Pattern, PatternWrong, parsePattern } from "./pattern.ts";
import { type Intent, type Rule, RuleSet } from "./rule-set.ts";
import { keyOf } from "./spelling.ts";
import { type Abbreviations, plain } from "./tokens.ts";
import { createVocabulary } from "./vocabulary.ts";

/** What a pattern found in a text means. */
export type Finding =
  | { as: "rule"; rule: Rule }
  | { as: "unless"; rule: Rule }
  | { as: "intent"; intent: Intent }
  | { as: "affirmed" | "hypothetical" | "long-past" | "idiom" };

/** A rule set ready to read messages. Immutable. */
export type Rules = {
  /** `es-CL@1.4.0+9f3c…`: locale, version and the first 12 hex digits of the SHA-256 of the data. */
  version: string;
  set: RuleSet;
  find: Matcher<Finding>;
  abbreviations: Abbreviations;
  negators: ReadonlySet<string>;
  seeThrough: ReadonlySet<string>;
  stillNow: ReadonlySet<string>;
  /** A frequent word of the language, or one that some rule mentions. */
  isKnownWord(key: string): boolean;
};

export class RulesWrong extends Error {
  override readonly name = "RulesWrong";
}

/**
 * Checks and prepares a rule set.
 * @param data the parsed file, of unknown shape.
 * @throws RulesWrong with one line per problem, each naming the rule or list it is in.
 */
export function compileRules(data: unknown): Rules {
  const parsed = RuleSet.safeParse(data);
  if (!parsed.success)
    throw new RulesWrong(parsed.error.issues.map((issue) => describe(issue, data)).join("\n"));
  const set = parsed.data;
  const problems: string[] = [];
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

  for (const rule of set.rules) {
    add(`rule ${rule.name}`, rule.patterns, { as: "rule", rule });
    add(`rule ${rule.name} (unless)`, rule.unless, { as: "unless", rule });
  }
  for (const intent of set.intents) add(`intent ${intent.name}`, intent.patterns, { as: "intent", intent });
  add("guards.affirmed_by", set.guards.affirmed_by, { as: "affirmed" });
  add("guards.hypothetical", set.guards.hypothetical, { as: "hypothetical" });
  add("guards.long_past", set.guards.long_past, { as: "long-past" });
  add("guards.idioms", set.guards.idioms, { as: "idiom" });
  if (problems.length > 0) throw new RulesWrong(problems.join("\n"));

  const commonWords = keysOf(set.common_words);
  return {
    version: `${set.locale}@${set.version}+${hashOf(set)}`,
    set,
    find: createMatcher(entries, vocabulary),
    abbreviations: new Map(
      Object.entries(set.abbreviations).map(([short, long]) => [plain(short), plain(long).split(/\s+/)]),
    ),
    negators: keysOf(set.guards.negators),
    seeThrough: keysOf(set.guards.see_through),
    stillNow: keysOf(set.guards.still_now),
    isKnownWord: (key) => commonWords.has(key) || vocabulary.classesOf(key).length > 0,
  };
}

function keysOf(words: string): ReadonlySet<string> {
  return new Set(
    words
      .trim()
      .split(/\s+/)
      .map((word) => keyOf(plain(word))),
  );
}

function hashOf(set: RuleSet): string {
  return createHash("sha256").update(JSON.stringify(set)).digest("hex").slice(0, 12);
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
