/** Messages that may leave at once, and how long until the next one may. */
type Bucket = { tokens: number; at: number };

export type PacingLimits = { capacity: number; perSecond: number };

/** Source: whatsapp-cloud-api.md §3, Limits. */
export const pacing = {
  number: { capacity: 80, perSecond: 80 },
  /** One per six seconds to one person, after a burst of 45 that borrows from the future. */
  pair: { capacity: 45, perSecond: 1 / 6 },
} as const satisfies Record<string, PacingLimits>;

export type Pacer = {
  /** 0: go, and it counts as sent. Otherwise milliseconds until asking again makes sense; nothing is counted. */
  take(contactId: string, now: Date): number;
};

/**
 * Keeps within WhatsApp's rates, in this process. Several replicas together may exceed them for a moment; WhatsApp
 * then says 130429 or 131056, and those are retried.
 */
export function createPacer(limits: Record<"number" | "pair", PacingLimits> = pacing): Pacer {
  const number: Bucket = { tokens: limits.number.capacity, at: 0 };
  const pairs = new Map<string, Bucket>();

  return {
    take(contactId, now) {
      const at = now.getTime();
      const pair = pairs.get(contactId) ?? { tokens: limits.pair.capacity, at };
      refill(number, limits.number, at);
      refill(pair, limits.pair, at);
      const wait = Math.max(waitOf(number, limits.number), waitOf(pair, limits.pair));
      if (wait > 0) return wait;
      number.tokens -= 1;
      pair.tokens -= 1;
      pairs.set(contactId, pair);
      forgetFull(pairs, limits.pair, at);
      return 0;
    },
  };
}

function refill(bucket: Bucket, { capacity, perSecond }: PacingLimits, at: number): void {
  const seconds = Math.max(0, at - bucket.at) / 1_000;
  bucket.tokens = Math.min(capacity, bucket.tokens + seconds * perSecond);
  bucket.at = at;
}

function waitOf({ tokens }: Bucket, { perSecond }: PacingLimits): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
}

/** Oldest first; a bucket that would be full again says nothing. Keeps the map as small as the traffic. */
function forgetFull(pairs: Map<string, Bucket>, limits: PacingLimits, at: number): void {
  for (const [contactId, bucket] of pairs) {
    if (bucket.tokens + ((at - bucket.at) / 1_000) * limits.perSecond < limits.capacity) break;
    pairs.delete(contactId);
  }
}
