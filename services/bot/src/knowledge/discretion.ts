import { findPhrase, heardWords, type Phrase, readPhrase } from "../signals/pattern.ts";

/** Words that would betray her on a locked screen. */
export type Betraying = readonly Phrase[];

/** @param words separated by blanks; `*` at the end stands for any ending. */
export function betrayingWords(words: string): Betraying {
  return words
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => readPhrase(word, {}));
}

/** What the lock screen shows of a message. */
export function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

/** The words of a line that would betray her, if any. */
export function betrayalIn(line: string, betraying: Betraying): string | undefined {
  const words = heardWords(line);
  const found = findPhrase(words, betraying);
  return found && words.slice(found.from, found.to).join(" ");
}
