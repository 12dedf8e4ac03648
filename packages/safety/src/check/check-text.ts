import { spellOut } from "../reading/abbreviations.ts";
import { wordsOf } from "../reading/words.ts";
import type { CompiledLexicon } from "../rules/compile-lexicon.ts";
import { scoreOf } from "../weights/score.ts";
import { heard, passagesOf } from "./passages.ts";
import { piiIn } from "./pii.ts";
import { type PlanWords, planReasons } from "./plan-words.ts";
import { type Reading, read, type Stretch, stretchesOf } from "./reading.ts";
import { type Reason, reasonOf, tidy } from "./reason.ts";

/** What a text gives away. `safe` does not look at `pii`: that is another question, asked of notes and canned texts. */
export type TextCheck = { safe: boolean; reasons: Reason[] };

export type CheckText = (text: string, plan?: PlanWords, options?: { pii?: boolean }) => TextCheck;

/**
 * Would this text betray her to somebody who reads her phone over her shoulder? Takes time in proportion to the text.
 * Source: domain.md §3.2, §3.5.
 */
export function createCheckText(lexicon: CompiledLexicon): CheckText {
  return (text, plan, { pii = false } = {}) => {
    const words = wordsOf(text);
    const reading = read(spellOut(lexicon.unveil(words), lexicon.abbreviations), lexicon);
    const reasons = [
      ...betrayals(text, reading, lexicon),
      ...planReasons(text, words, plan, lexicon.namesThatAreWords),
    ];
    return { safe: reasons.length === 0, reasons: tidy([...reasons, ...(pii ? piiIn(text) : [])]) };
  };
}

/**
 * One sure rule is enough. Otherwise the words of each stretch are weighed together with the rules that are not sure,
 * and a network reads each passage; when both together are sure enough, these rules are the reason, or the worst
 * stretch itself.
 */
function betrayals(text: string, reading: Reading, lexicon: CompiledLexicon): Reason[] {
  const found = reading.rules.map(({ owner, from, to }) => ({
    sure: owner.weighs === undefined,
    reason: reasonOf(text, owner.code, {
      start: reading.words[from]?.start ?? 0,
      end: reading.words[to - 1]?.end ?? 0,
    }),
  }));
  const worst = worstStretch(reading, lexicon);
  if (!worst && !found.some(({ sure }) => sure)) return [];
  if (found.length > 0) return found.map(({ reason }) => reason);
  return worst ? [reasonOf(text, "taken-together", worst)] : [];
}

/** The stretch that weighs most in the passage that betrays most, if that one betrays enough. */
function worstStretch(
  reading: Reading,
  lexicon: CompiledLexicon,
): { start: number; end: number } | undefined {
  const worst = worstPassage(reading, lexicon);
  return worst && worst.score > lexicon.enough ? worst.stretch : undefined;
}

/** What the network says counts for less than what is weighed: of authors unknown to both, more of it told no more. */
const shareOfNetwork = 0.7;

/** How much the passage that betrays most does, and the stretch of it that weighs most. */
export function worstPassage(
  reading: Reading,
  { weights, readWords }: CompiledLexicon,
): { score: number; stretch: Stretch } | undefined {
  const { words } = reading;
  const weighed = stretchesOf(reading).map((stretch) => ({
    stretch,
    weight: scoreOf(stretch.features, weights),
  }));
  let worst: { score: number; stretch: Stretch } | undefined;
  let first = 0;
  for (const passage of passagesOf(words)) {
    const [start, end] = [words[passage.from]?.start ?? 0, words[passage.to - 1]?.end ?? 0];
    while ((weighed[first]?.stretch.end ?? Number.POSITIVE_INFINITY) <= start) first += 1;
    let heaviest = weighed[first];
    for (let at = first; (weighed[at]?.stretch.start ?? end) < end; at += 1)
      if ((weighed[at]?.weight ?? 0) > (heaviest?.weight ?? 0)) heaviest = weighed[at];
    if (!heaviest) continue;
    const score = heaviest.weight + shareOfNetwork * readWords(heard(words, passage));
    if (!worst || score > worst.score) worst = { score, stretch: heaviest.stretch };
  }
  return worst;
}
