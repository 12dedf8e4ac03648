/** Scores of classes of which one is right, as probabilities. */
export function shares(scores: Iterable<number>): number[] {
  const all = [...scores];
  const most = Math.max(...all);
  const powers = all.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
