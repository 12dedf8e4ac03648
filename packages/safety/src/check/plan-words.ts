import type { SafeContactPlan } from "@liss/contracts";
import { createUnveil } from "../reading/hidden.ts";
import { keyOf, plain } from "../reading/sound.ts";
import { type Word, wordsOf } from "../reading/words.ts";
import { hoursProposed } from "./hours-proposed.ts";
import { type Reason, reasonOf } from "./reason.ts";
import type { PlanCode } from "./reasons.es-cl.ts";

/** What a plan says about words; the rest of it decides whether anything is sent at all. */
export type PlanWords = {
  [Name in "avoid" | "alias" | "realName" | "agreedWord" | "duressWord" | "hours"]?:
    | SafeContactPlan[Name]
    | undefined;
};

/** Words that her plan forbids, also inflected, misspelled or spaced, and hours that it excludes. */
export function planReasons(
  text: string,
  words: readonly Word[],
  plan: PlanWords | undefined,
  namesThatAreWords: ReadonlySet<string>,
): Reason[] {
  if (!plan) return [];
  const secret = [plan.agreedWord, plan.duressWord].flatMap((word) => word ?? []);
  return [
    ...found(text, words, "word-to-avoid", plan.avoid ?? []),
    ...found(text, words, "agreed-word", secret),
    ...found(text, words, "real-name", namesOf(plan)).filter(
      ({ words: name }) =>
        /^\p{Lu}/u.test(name) || wordsOf(name).some(({ key }) => !namesThatAreWords.has(key)),
    ),
    ...hoursProposed(words, plan.hours ?? []).map((place) => reasonOf(text, "outside-hours", place)),
  ];
}

function found(text: string, words: readonly Word[], code: PlanCode, phrases: readonly string[]): Reason[] {
  const wanted = phrases
    .map((phrase) => wordsOf(phrase).map(({ key }) => key))
    .filter((keys) => keys.length > 0);
  if (wanted.length === 0) return [];
  const singles = wanted.flatMap((keys) => (keys.length === 1 ? keys : []));
  const open = createUnveil({ guarded: singles, similar: [], knows: () => false })(words);
  return open.flatMap((word, at) =>
    wanted
      .filter((keys) => keys.every((key, offset) => same(open[at + offset]?.key, key)))
      .map((keys) =>
        reasonOf(text, code, { start: word.start, end: open[at + keys.length - 1]?.end ?? word.end }),
      ),
  );
}

/** The same word, its singular or plural, a diminutive: "guitarra", "guitarras", "guitarrita"; not "plazo" for "plaza". */
function same(key: string | undefined, wanted: string): boolean {
  if (key === undefined) return false;
  const single = singular(wanted);
  if (singular(key) === single) return true;
  const stem = single.replace(/[aeo]$/, "");
  return stem.length >= 3 && key.startsWith(stem) && /^(?:e?s)?it[ao]s?$/.test(key.slice(stem.length));
}

function singular(key: string): string {
  return key.length > 4 ? key.replace(/(?<=[aeiou])s$|(?<=[^aeiou])es$/, "") : key;
}

/** Her name in its parts, without those that are in her alias too. */
function namesOf({ realName, alias }: PlanWords): string[] {
  if (!realName) return [];
  const shown = new Set(wordsOf(alias ?? "").map(({ key }) => key));
  return wordsOf(realName)
    .filter(({ key }) => key.length > 2 && !particles.has(key) && !shown.has(key))
    .map(({ written }) => written);
}

const particles = new Set(["del", "las", "los"].map((word) => keyOf(plain(word))));
