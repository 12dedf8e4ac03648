import { z } from "zod";
import { type Learned, learnedDanger } from "./learned.ts";
import {
  type Filed,
  file,
  filedUnder,
  findPhrase,
  fitAt,
  heardWords,
  isOnly,
  type Phrase,
  type Place,
  placeOf,
  placesOf,
  readPhrase,
} from "./pattern.ts";

const line = z.string().trim().min(1);
const lines = z.array(line).min(1);
const Guard = z.enum(["negation", "past", "asking"]);

/** signals.yaml: what makes the robot step back, and the short things she says to steer it. */
export const SignalsFile = z.strictObject({
  lists: z.record(z.string(), line),
  idioms: lines,
  groups: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z-]+$/),
        label: line,
        guards: z.array(Guard).default([]),
        lines,
      }),
    )
    .min(1),
  cut_off_label: line.describe("What the executive is told when a message stops in the middle of a word"),
  learned_label: line.describe("What the executive is told when examples, not a phrase, gave the sign"),
  person: lines,
  person_idioms: lines,
  person_alone: lines,
  menu: lines,
  back: lines,
  more: lines,
  goodbye: lines,
  goodbye_needs: lines,
  thanks: lines,
  greeting: lines,
  guards: z.strictObject({
    negators: lines,
    not_negated_after: lines,
    not_negated_before: lines,
    past: lines,
    now: lines,
    asking: lines,
  }),
});
type SignalsFile = z.infer<typeof SignalsFile>;

type Group = { id: string; label: string; guards: readonly z.infer<typeof Guard>[] };
const wholes = ["person_alone", "menu", "back", "more", "thanks", "greeting"] as const;

export type Signals = {
  idioms: readonly Phrase[];
  learnedLabel: string;
  cutOffLabel: string;
  dangers: Filed<{ group: Group; others: Phrase }>;
  person: Filed<Phrase>;
  /** What only looks like asking for a person: "¿estoy hablando con una persona o con un robot?" */
  personIdioms: readonly Phrase[];
  goodbye: readonly Phrase[];
  goodbyeNeeds: readonly Phrase[];
  guards: {
    negators: ReadonlySet<string>;
    notNegatedAfter: ReadonlySet<string>;
    notNegatedBefore: ReadonlySet<string>;
    past: readonly Phrase[];
    now: readonly Phrase[];
    asking: readonly Phrase[];
  };
} & Record<(typeof wholes)[number], readonly Phrase[]>;

/** @throws PatternWrong when a phrase cannot be read. */
export function readSignals(content: SignalsFile): Signals {
  const phrases = (texts: readonly string[]) => texts.map((text) => readPhrase(text, content.lists));
  const words = (texts: readonly string[]) => new Set(texts.flatMap(heardWords));
  return {
    idioms: phrases(content.idioms),
    dangers: file(
      content.groups.flatMap(({ lines: texts, ...group }) =>
        phrases(texts).map(([pattern = [], ...others]) => ({ pattern, value: { group, others } })),
      ),
    ),
    learnedLabel: content.learned_label,
    cutOffLabel: content.cut_off_label,
    person: file(phrases(content.person).map(([pattern = [], ...value]) => ({ pattern, value }))),
    personIdioms: phrases(content.person_idioms),
    person_alone: phrases(content.person_alone),
    menu: phrases(content.menu),
    back: phrases(content.back),
    more: phrases(content.more),
    thanks: phrases(content.thanks),
    greeting: phrases(content.greeting),
    goodbye: phrases(content.goodbye),
    goodbyeNeeds: phrases(content.goodbye_needs),
    guards: {
      negators: words(content.guards.negators),
      notNegatedAfter: words(content.guards.not_negated_after),
      notNegatedBefore: words(content.guards.not_negated_before),
      past: phrases(content.guards.past),
      now: phrases(content.guards.now),
      asking: phrases(content.guards.asking),
    },
  };
}

/** What was heard: the group of the sign and the words of hers that made it, for the executive and the editors. */
export type Sign = { group: string; label: string; words: readonly string[] };

/**
 * The sign of danger in her words, if any: a phrase of signals.yaml, else what examples taught.
 */
export function dangerIn(signals: Signals, learned: Learned, text: string): Sign | undefined {
  return signOfDanger(signals, text) ?? learnedSign(signals, learned, text);
}

/** What examples of danger say of her words. */
export function learnedSign(signals: Signals, learned: Learned, text: string): Sign | undefined {
  const heard = learnedDanger(learned, text);
  return heard && { group: "aprendida", label: signals.learnedLabel, words: heardWords(heard.words) };
}

/**
 * The first sign of danger in her words, if any. Generous on purpose: a false alarm costs a person's look, a missed
 * one may cost more. A guard lets pass only what she denies, what is long over, or a word that she asks about.
 */
export function signOfDanger(signals: Signals, text: string): Sign | undefined {
  const words = without(signals.idioms, heardWords(text));
  const { guards } = signals;
  const isPast = once(() => !!findPhrase(words, guards.past) && !findPhrase(words, guards.now));
  const isAsking = once(() => !!findPhrase(words, guards.asking));
  for (const [from, word] of words.entries()) {
    for (const { pattern, value } of filedUnder(signals.dangers, word)) {
      const { group, others } = value;
      const to = fitAt(words, from, pattern);
      if (to === undefined || to === from) continue;
      if (others.some((other) => placesOf(words, other).next().done)) continue;
      if (group.guards.includes("past") && isPast()) continue;
      if (group.guards.includes("asking") && isAsking()) continue;
      if (group.guards.includes("negation") && isNegated(signals, words, { from, to })) continue;
      return { group: group.id, label: group.label, words: words.slice(from, to) };
    }
  }
  return undefined;
}

/** Whether she asks for a person instead of the robot. */
export function asksForPerson(signals: Signals, words: readonly string[]): boolean {
  const left = without(signals.personIdioms, words);
  return hasFiled(left, signals.person) || isOnly(words, signals.person_alone);
}

function hasFiled(words: readonly string[], filed: Filed<Phrase>): boolean {
  for (const [from, word] of words.entries()) {
    for (const { pattern, value: others } of filedUnder(filed, word)) {
      const to = fitAt(words, from, pattern);
      if (to === undefined || to === from) continue;
      if (others.every((other) => !placesOf(words, other).next().done)) return true;
    }
  }
  return false;
}

/** "gracias, chao" is a goodbye; "gracias" is not. */
export function saysGoodbye(signals: Signals, words: readonly string[]): boolean {
  return isOnly(words, signals.goodbye) && !!findPhrase(words, signals.goodbyeNeeds);
}

function without(idioms: readonly Phrase[], words: readonly string[]): string[] {
  const left = [...words];
  for (const idiom of idioms) {
    for (let place = placeOf(left, idiom); place; place = placeOf(left, idiom))
      left.splice(place.from, place.to - place.from);
  }
  return left;
}

/** "no me pega", "nunca me ha pegado"; but not "para que no me pegue" nor "no solo me pega". */
function isNegated({ guards }: Signals, words: readonly string[], { from, to }: Place): boolean {
  for (let at = Math.max(0, from - 2); at < to - 1; at += 1) {
    const word = words[at] ?? "";
    // A negation that begins the phrase belongs to it: "no me deja salir"; so does "sin" inside: "me deja sin comida".
    if (at === from || (at > from && word !== "no")) continue;
    if (!guards.negators.has(word)) continue;
    const before = words[at - 1] ?? "";
    const after = words[at + 1] ?? "";
    if (!guards.notNegatedAfter.has(before) && !guards.notNegatedBefore.has(after)) return true;
  }
  return false;
}

function once(ask: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= ask();
    return known;
  };
}
