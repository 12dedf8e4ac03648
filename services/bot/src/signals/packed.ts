/** Weights as signed bytes: what a service reads fast and a repository keeps small. */
export function packed(weights: Float32Array): { step: number; weights: string } {
  const highest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const step = Math.max(highest, 1e-6) / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / step));
  return { step, weights: Buffer.from(bytes.buffer).toString("base64") };
}

/** @param packed what `packed` made: a signed byte a weight, in base64 */
export function unpacked({ step, weights }: { step: number; weights: string }): Float32Array {
  const bytes = Buffer.from(weights, "base64");
  const numbers = new Float32Array(bytes.length);
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = bytes.readInt8(at) * step;
  return numbers;
}
