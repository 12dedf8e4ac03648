/** Nothing is quite sure: labels have errors. */
const doubt = 0.03;
/** What nobody knows of an example. */
export const unknown = 2;

/**
 * Scores become how far each is from the truth: the slope of the loss (cross entropy, each class by itself).
 * @param targets 1, 0 or `unknown`, one for each class
 * @returns the loss
 */
export function slopesOf(scores: Float32Array, targets: Uint8Array): number {
  let loss = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const target = targets[at] as number;
    if (target === unknown) {
      scores[at] = 0;
      continue;
    }
    const wanted = target * (1 - doubt) + doubt / 2;
    const likely = 1 / (1 + Math.exp(-(scores[at] as number)));
    loss -= wanted * Math.log(Math.max(likely, 1e-9)) + (1 - wanted) * Math.log(Math.max(1 - likely, 1e-9));
    scores[at] = likely - wanted;
  }
  return loss;
}
