/** Learned weights: what each feature adds, and what every stretch begins with. */
export type Weights = { start: number; of: ReadonlyMap<string, number> };

/**
 * How much a stretch speaks of the matter: above 0 more likely than not. Words are averaged (a long text is not
 * guilty of its length), fields are added.
 */
export function scoreOf(features: readonly string[], weights: Weights): number {
  const scale = scaleOf(features);
  return features.reduce(
    (sum, feature) => sum + (weights.of.get(feature) ?? 0) * (feature.startsWith("#") ? 1 : scale),
    weights.start,
  );
}

/** By how much the weight of a word counts in a stretch with so many. */
export function scaleOf(features: readonly string[]): number {
  const words = features.filter((feature) => !feature.startsWith("#")).length;
  return 1 / Math.sqrt(Math.max(4, words));
}
