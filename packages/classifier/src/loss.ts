/** Nothing is quite sure: labels have errors. */
const doubt = 0.03;

/**
 * How far an answer is from the truth (cross entropy).
 * @param score the logarithm of odds
 * @returns the loss, and its slope: how much the score is too high
 */
export function judge(score: number, isIt: boolean): { loss: number; slope: number } {
  const wanted = (isIt ? 1 : 0) * (1 - doubt) + doubt / 2;
  const likely = 1 / (1 + Math.exp(-score));
  const loss =
    -wanted * Math.log(Math.max(likely, 1e-9)) - (1 - wanted) * Math.log(Math.max(1 - likely, 1e-9));
  return { loss, slope: likely - wanted };
}
