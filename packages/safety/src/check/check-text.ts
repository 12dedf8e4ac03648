import { spellOut } from "../reading/abbreviations.ts";
import { wordsOf } from "../reading/words.ts";
import type { CompiledLexicon } from "../rules/compile-lexicon.ts";
import { complete } from "../rules/together.ts";
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
    const found = byRule(text, reading, lexicon);
    const reasons = [
      ...(found.length > 0 ? found : byWeight(text, reading, lexicon)),
      ...planReasons(text, words, plan, lexicon.namesThatAreWords),
    ];
    return { safe: reasons.length === 0, reasons: tidy([...reasons, ...(pii ? piiIn(text) : [])]) };
  };
}

/** What somebody wrote down as betraying. */
function byRule(text: string, { words }: Reading, lexicon: CompiledLexicon): Reason[] {
  return complete(lexicon.findRules(words), words).map(({ owner, from, to }) =>
    reasonOf(text, owner.code, { start: words[from]?.start ?? 0, end: words[to - 1]?.end ?? 0 }),
  );
}

/** No rule, but the words of a stretch together: the worst stretch is the reason. */
function byWeight(text: string, reading: Reading, lexicon: CompiledLexicon): Reason[] {
  let worst = { score: lexicon.enough, start: 0, end: 0 };
  for (const { features, start, end } of stretchesOf(reading)) {
    const score = scoreOf(features, lexicon.weights);
    if (score > worst.score) worst = { score, start, end };
  }
  return worst.end > 0 ? [reasonOf(text, "taken-together", worst)] : [];
}
