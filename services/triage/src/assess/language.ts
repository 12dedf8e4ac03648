import { conjugate } from "./conjugate.ts";
import { createRepair } from "./repair.ts";
import type { RuleSet } from "./rule-set.ts";
import { keyOf, plain } from "./spelling.ts";
import { createReader, type Reader } from "./tokens.ts";
import type { Vocabulary } from "./vocabulary.ts";

const mostRemembered = 100_000;

/** The sounds of a list of words written in one string. */
export function keysOf(words: string): ReadonlySet<string> {
  return new Set(
    words
      .trim()
      .split(/\s+/)
      .map((word) => keyOf(plain(word))),
  );
}

/** What a rule set knows of the language: its words, and how to read a text in it. */
export function languageOf(
  set: RuleSet,
  vocabulary: Vocabulary,
): { isKnownWord: (key: string) => boolean; reader: Reader } {
  const common = new Set(keysOf(set.common_words));
  for (const verb of set.common_verbs.trim().split(/\s+/))
    for (const { word } of conjugate(plain(verb))) common.add(keyOf(plain(word)));
  const spelled = [...vocabulary.words()];
  const exact = new Set(spelled.map(keyOf));
  const known = new Map<string, boolean>();
  const isKnownWord = (key: string) => {
    let answer = known.get(key);
    if (answer === undefined) {
      if (known.size >= mostRemembered) known.clear();
      answer = common.has(key) || exact.has(key) || vocabulary.classesOf(key).length > 0;
      known.set(key, answer);
    }
    return answer;
  };
  const isWholeWord = (key: string) => common.has(key) || exact.has(key);
  const repair = createRepair({
    isKnown: isWholeWord,
    mistyped: [...exact],
    hidden: spelled,
    cutOff: set.cut_off.trim().split(/\s+/).map(plain),
  });
  const abbreviations = new Map(
    Object.entries(set.abbreviations).map(([short, long]) => [plain(short), plain(long).split(/\s+/)]),
  );
  return { isKnownWord, reader: createReader({ abbreviations, isKnownWord, isWholeWord, repair }) };
}

/** A form of a verb that can only mean now: "pega", "pegando", not "pego", which may be "pegó". */
export function presentForms(set: RuleSet): (key: string) => boolean {
  const now = new Set<string>();
  const before = new Set<string>();
  const named = JSON.stringify([set.lists, set.rules]).matchAll(/~(\p{L}+)/gu);
  const verbs = new Set([
    ...set.common_verbs.trim().split(/\s+/),
    ...[...named].map(([, verb = ""]) => verb),
  ]);
  for (const verb of verbs) {
    for (const { word, tag, when } of conjugate(plain(verb))) {
      if (when === "before") before.add(keyOf(plain(word)));
      else if (when === "now" && (tag === "el" || tag === "ando" || tag === "andoa"))
        now.add(keyOf(plain(word)));
    }
  }
  return (key) => now.has(key) && !before.has(key);
}
