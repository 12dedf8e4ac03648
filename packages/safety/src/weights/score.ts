import { pieceMark } from "./features.ts";

/** Learned weights: what each feature adds, and what every stretch begins with. */
export type Weights = { start: number; of: ReadonlyMap<string, number> };

/**
 * How much a stretch speaks of the matter: above 0 more likely than not. Words are averaged (a long text is not
 * guilty of its length), fields and rules are added.
 */
export function scoreOf(features: readonly string[], weights: Weights): number {
  const scale = scaleOf(features);
  return features.reduce(
    (sum, feature) => sum + (weights.of.get(feature) ?? 0) * scale(feature),
    weights.start,
  );
}

/**
 * By how much the weight of a feature counts in a stretch: words among words, pieces among pieces, rules among rules (they often say the
 * same of one place), a field in full.
 */
export function scaleOf(features: readonly string[]): (feature: string) => number {
  const rules = features.filter((feature) => feature.startsWith("#") && feature.includes(" ")).length;
  const pieces = features.filter((feature) => feature.startsWith(pieceMark)).length;
  const words = features.filter((feature) => !feature.startsWith("#")).length - pieces;
  const ofWord = 1 / Math.sqrt(Math.max(4, words));
  const ofPiece = 1 / Math.sqrt(Math.max(20, pieces));
  const ofRule = 1 / Math.sqrt(Math.max(1, rules));
  return (feature) => {
    if (feature.startsWith(pieceMark)) return ofPiece;
    if (feature.startsWith("#")) return feature.includes(" ") ? ofRule : 1;
    return ofWord;
  };
}
