/**
 * What the learned weights are about, as numbers: words alone, in pairs and in triples, and the pieces of three to five
 * letters of each word, with its beginning and its end. Pieces let a word that was in no lesson weigh what its
 * relatives weigh: "zamarreó" is near "zamarrea", "amenasandome" near "amenaza". A feature is a bucket of a fixed
 * table (hashing trick); features that share one are rare and told apart by the others of the text.
 */
export const allBuckets = 2 ** 20;
const [shortestPiece, longestPiece] = [3, 5];
const mostWordsTogether = 3;

export type Buckets = { words: Uint32Array; pieces: Uint32Array };

/** Words and pieces are weighed apart, each kind by the root of how many there are: a long text is not more danger. */
export const kindsOf = ({ words, pieces }: Buckets): readonly Uint32Array[] => [words, pieces];

/** @param words plain, by their sound */
export function bucketsOf(words: readonly string[]): Buckets {
  const together = new Set<number>();
  const pieces = new Set<number>();
  for (let from = 0; from < words.length; from += 1) {
    let hash = start;
    for (let at = from; at < Math.min(from + mostWordsTogether, words.length); at += 1) {
      hash = hashOn(hash, `${words[at]} `);
      together.add(bucketOf(hash));
    }
    for (const piece of piecesOf(words[from] ?? "")) pieces.add(piece);
  }
  return { words: Uint32Array.from(together), pieces: Uint32Array.from(pieces) };
}

/** Pieces of each word worked out once, for no more words than a language has. */
const known = new Map<string, readonly number[]>();
const remembersAtMost = 20_000;

function piecesOf(word: string): readonly number[] {
  const remembered = known.get(word);
  if (remembered) return remembered;
  const marked = `<${word}>`;
  const pieces: number[] = [];
  for (let from = 0; from + shortestPiece <= marked.length; from += 1)
    for (let size = shortestPiece; size <= longestPiece && from + size <= marked.length; size += 1)
      pieces.push(bucketOf(hashOn(pieceStart, marked.slice(from, from + size))));
  if (known.size < remembersAtMost) known.set(word, pieces);
  return pieces;
}

/** FNV-1a, from a different beginning for each kind. */
const start = 0x811c9dc5;
const pieceStart = hashOn(start, "\u0001");

function hashOn(hash: number, text: string): number {
  let value = hash;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}

const bucketOf = (hash: number): number => (hash ^ (hash >>> 15)) & (allBuckets - 1);
