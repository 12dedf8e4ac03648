import type { Word } from "../reading/words.ts";
import type { CompiledLexicon } from "../rules/compile-lexicon.ts";
import type { ClassedWord } from "../rules/find.ts";
import { complete } from "../rules/together.ts";
import { featuresOf } from "../weights/features.ts";

/** A text as the rules see it: harmless sayings set aside, and the fields that its words touch. */
export type Reading = { words: readonly ClassedWord[]; fields: readonly { field: number; from: number }[] };

/** A sentence, or the whole of a short text, with what it is weighed by. */
export type Stretch = { features: string[]; start: number; end: number };

export function read(words: readonly Word[], lexicon: CompiledLexicon): Reading {
  const classed = words.map(
    (word): ClassedWord => ({ ...word, classes: new Set(lexicon.vocabulary.classesOf(word)) }),
  );
  const open = withoutHarmless(classed, lexicon);
  const fields = complete(lexicon.findFields(open), open).map(({ owner, from }) => ({
    field: owner.field,
    from,
  }));
  return { words: open, fields };
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

export function stretchesOf({ words, fields }: Reading): Stretch[] {
  const pieces: { from: number; to: number }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const last = pieces.at(-1);
    const goes =
      last && words[last.from]?.sentence === words[at]?.sentence && at - last.from < longestStretch;
    if (goes) last.to = at + 1;
    else pieces.push({ from: at, to: at + 1 });
  }
  if (pieces.length > 1 && words.length <= shortText) pieces.push({ from: 0, to: words.length });
  const fieldsAt = new Map<number, number[]>();
  for (const { field, from } of fields) fieldsAt.set(from, [...(fieldsAt.get(from) ?? []), field]);
  return pieces.map(({ from, to }) => {
    const touched = new Set<number>();
    for (let at = from; at < to; at += 1) for (const field of fieldsAt.get(at) ?? []) touched.add(field);
    return {
      features: featuresOf(words.slice(from, to), touched),
      start: words[from]?.start ?? 0,
      end: words[to - 1]?.end ?? 0,
    };
  });
}
