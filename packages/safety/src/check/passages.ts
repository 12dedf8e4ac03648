import { pause } from "@liss/classifier";
import type { Word } from "../reading/words.ts";

/** Words `from` to `to` (exclusive) of a text, read in one go. */
export type Passage = { from: number; to: number };

/** So many words are read together: sentences of a longer text are put together up to there. */
const longest = 60;

/** A text in passages: whole sentences, as many as go into one; a sentence longer than that is cut. */
export function passagesOf(words: readonly Pick<Word, "sentence">[]): Passage[] {
  const passages: Passage[] = [];
  for (const { from, to } of sentencesOf(words)) {
    const last = passages.at(-1);
    if (last && to - last.from <= longest) last.to = to;
    else passages.push({ from, to });
  }
  return passages;
}

function sentencesOf(words: readonly Pick<Word, "sentence">[]): Passage[] {
  const sentences: Passage[] = [];
  for (const [at, { sentence }] of words.entries()) {
    const last = sentences.at(-1);
    if (last && words[last.from]?.sentence === sentence && at - last.from < longest) last.to = at + 1;
    else sentences.push({ from: at, to: at + 1 });
  }
  return sentences;
}

/** How a network reads a passage: by sound, but "él" is not "el"; a pause between sentences. */
export function heard(words: readonly Word[], { from, to }: Passage): string[] {
  return words.slice(from, to).flatMap(({ key, written, sentence }, at) => {
    const word = written === "él" ? written : key;
    return at > 0 && words[from + at - 1]?.sentence !== sentence ? [pause, word] : [word];
  });
}
