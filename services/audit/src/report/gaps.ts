import type { Entry } from "../ledger/entry-format.ts";

/** Notes each service's own count, and tells which numbers between the first and the last did not come. */
export function sourceGaps() {
  const numbers = new Map<string, number[]>();

  return {
    take({ source, sourceSequence }: Entry): void {
      if (source === null || sourceSequence === null) return;
      const known = numbers.get(source);
      if (known) known.push(sourceSequence);
      else numbers.set(source, [sourceSequence]);
    },
    result() {
      return [...numbers]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([source, seen]) => {
          const sorted = Float64Array.from(seen).sort();
          const gaps: { source: string; from: number; to: number }[] = [];
          for (let nth = 1; nth < sorted.length; nth += 1) {
            const [before = 0, here = 0] = [sorted[nth - 1], sorted[nth]];
            if (here > before + 1) gaps.push({ source, from: before + 1, to: here - 1 });
          }
          return gaps;
        });
    },
  };
}
