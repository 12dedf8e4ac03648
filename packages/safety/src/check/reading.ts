import type { Word } from "../reading/words.ts";
import type { CompiledLexicon, RulePart } from "../rules/compile-lexicon.ts";
import type { ClassedWord, Span } from "../rules/find.ts";
import { complete } from "../rules/together.ts";
import { featuresOf } from "../weights/features.ts";

/** A text as the rules see it: harmless sayings set aside, and the fields that its words touch. */
export type Reading = {
  words: readonly ClassedWord[];
  /** What the rules found. */
  rules: readonly (Span & { owner: RulePart })[];
  /** Features of fields, and of rules that are not sure, where they begin. */
  touched: readonly { feature: string; from: number }[];
};

/** A sentence, or the whole of a short text, with what it is weighed by. */
export type Stretch = { features: string[]; start: number; end: number };

export function read(words: readonly Word[], lexicon: CompiledLexicon): Reading {
  const classed = words.map(
    (word): ClassedWord => ({ ...word, classes: new Set(lexicon.vocabulary.classesOf(word)) }),
  );
  const open = withoutHarmless(classed, lexicon);
  const rules = complete(lexicon.findRules(open), open);
  const fields = complete(lexicon.findFields(open), open);
  const touched = [
    ...fields.map(({ owner, from }) => ({ feature: owner.weighs, from })),
    ...rules.flatMap(({ owner, from }) => (owner.weighs ? [{ feature: owner.weighs, from }] : [])),
  ];
  return { words: open, rules, touched };
}

/** A saying that is harmless hides its words from the rules, and nothing else of the text. */
function withoutHarmless(words: readonly ClassedWord[], lexicon: CompiledLexicon): readonly ClassedWord[] {
  const found = lexicon.findHarmless(words);
  if (found.length === 0) return words;
  const covered = new Set<number>();
  const placeOf = (pattern: number, from: number) => `${pattern} ${words[from]?.sentence}`;
  const whole = new Set(complete(found, words).map(({ owner, from }) => placeOf(owner.pattern, from)));
  for (const { owner, from, to } of found) {
    // Of "sorpresa & escond*" only the first part is a saying; the other shows that it is one.
    if (owner.part > 0 || !whole.has(placeOf(owner.pattern, from))) continue;
    for (let at = from; at < to; at += 1) covered.add(at);
  }
  return words.map((word, at) => (covered.has(at) ? { ...word, classes: new Set<number>() } : word));
}

/** Up to so many words a text of several sentences is weighed as a whole too. */
const shortText = 30;
/** A sentence without an end is weighed in pieces. */
const longestStretch = 40;

export function stretchesOf({ words, touched }: Reading): Stretch[] {
  const pieces: { from: number; to: number }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const last = pieces.at(-1);
    const goes =
      last && words[last.from]?.sentence === words[at]?.sentence && at - last.from < longestStretch;
    if (goes) last.to = at + 1;
    else pieces.push({ from: at, to: at + 1 });
  }
  if (pieces.length > 1 && words.length <= shortText) pieces.push({ from: 0, to: words.length });
  const at = new Map<number, string[]>();
  for (const { feature, from } of touched) at.set(from, [...(at.get(from) ?? []), feature]);
  return pieces.map(({ from, to }) => {
    const here = new Set<string>();
    for (let place = from; place < to; place += 1)
      for (const feature of at.get(place) ?? []) here.add(feature);
    return {
      features: featuresOf(words.slice(from, to), here),
      start: words[from]?.start ?? 0,
      end: words[to - 1]?.end ?? 0,
    };
  });
}
