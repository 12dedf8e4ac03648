/** A bucket of tokens: `burst` at once, one more every `everyMs`. */
export type Bucket = { tokens: number; at: number };
export type Rate = { burst: number; everyMs: number };

/** Source: whatsapp-cloud-api.md §3, Limits. */
export const numberRate: Rate = { burst: 80, everyMs: 1000 / 80 };
/** One message per 6 s to one user; a burst of 45 borrows from the future. */
export const pairRate: Rate = { burst: 45, everyMs: 6_000 };

/** @returns whether there was a token to take. */
export function takeToken(buckets: Map<string, Bucket>, key: string, rate: Rate, now: number): boolean {
  const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
  const tokens = Math.min(rate.burst, bucket.tokens + Math.max(0, now - bucket.at) / rate.everyMs);
  const granted = tokens >= 1;
  buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at: now });
  return granted;
}
