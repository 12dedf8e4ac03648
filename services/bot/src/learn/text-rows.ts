import { type Rows, rowsOf } from "@liss/classifier";

/** A feature must be in so many texts. */
const seenAtLeast = 2;

/**
 * Texts for learning, from the buckets of each kind of their features: those of a kind count for the less the more
 * there are, as when they are weighed. What is in one text only is left out.
 */
export function textRows(texts: readonly (readonly ArrayLike<number>[])[], buckets: number): Rows {
  const seen = new Uint32Array(buckets);
  for (const kinds of texts)
    for (const kind of kinds)
      for (const bucket of Array.from(kind)) seen[bucket] = (seen[bucket] as number) + 1;
  const rows = texts.map((kinds) => {
    const known = kinds.map((kind) =>
      Array.from(kind).filter((bucket) => (seen[bucket] as number) >= seenAtLeast),
    );
    return {
      columns: known.flat(),
      values: known.flatMap((kept, at) => kept.map(() => 1 / Math.sqrt(kinds[at]?.length || 1))),
    };
  });
  return rowsOf(rows, buckets);
}
