/**
 * A text as the network reads it: how each word sounds, one after another. `pause` stands where a sentence ends: what
 * is said before and after it is not said in one breath.
 */
export type Words = readonly string[];
export const pause = "|";

/** Rows of the table of pieces. Two pieces may share one (hashing trick). */
export const pieceRows = 2 ** 14;
const pieces = { least: 3, most: 5, ofLetters: 24, atMost: 30 } as const;

/**
 * Rows of the pieces of a word, three to five letters in a row, its edges marked: by them a word that was never learned
 * resembles those it is spelled like. Source: Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information".
 */
export function piecesOf(word: string): Int32Array {
  if (word === pause) return new Int32Array(0);
  const marked = `<${word.slice(0, pieces.ofLetters)}>`;
  const rows: number[] = [];
  for (let length = pieces.least; length <= pieces.most; length += 1)
    for (let from = 0; from + length <= marked.length; from += 1)
      rows.push(hashOf(marked.slice(from, from + length)) % pieceRows);
  return Int32Array.from(rows.slice(0, pieces.atMost));
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
