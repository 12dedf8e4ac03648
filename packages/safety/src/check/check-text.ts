import { spellOut } from "../reading/abbreviations.ts";
import { wordsOf } from "../reading/words.ts";
import type { CompiledLexicon } from "../rules/compile-lexicon.ts";
import { scoreOf } from "../weights/score.ts";
import { piiIn } from "./pii.ts";
import { type PlanWords, planReasons } from "./plan-words.ts";
import { type Reading, read, stretchesOf } from "./reading.ts";
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
 * One sure rule is enough. Otherwise the words of each stretch are weighed together with the rules that are not
 * sure; when they weigh enough, these rules are the reason, or the worst stretch itself.
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

/** The stretch that weighs most, if it weighs enough. */
function worstStretch(
  reading: Reading,
  lexicon: CompiledLexicon,
): { start: number; end: number } | undefined {
  let worst: { start: number; end: number } | undefined;
  let most = lexicon.enough;
  for (const stretch of stretchesOf(reading)) {
    const score = scoreOf(stretch.features, lexicon.weights);
    if (score > most) [worst, most] = [stretch, score];
  }
  return worst;
}
