/** Unwrapped keys in memory: for a bounded time, in bounded number, zeroed when they leave. */
export interface KeyCache {
  get(keyId: string): Buffer | undefined;
  put(keyId: string, key: Buffer): void;
  forget(keyId: string): void;
  clear(): void;
  readonly size: number;
}

/** `lifeMs` counts from the moment a key was unwrapped, used or not; beyond `bound` the oldest leaves. */
export function keyCache(options: { lifeMs: number; bound: number; now: () => number }): KeyCache {
  const held = new Map<string, { key: Buffer; until: number }>();

  const forget = (keyId: string) => {
    held.get(keyId)?.key.fill(0);
    held.delete(keyId);
  };
  const forgetExpired = () => {
    for (const [keyId, { until }] of held) {
      if (until > options.now()) return; // insertion order is expiry order
      forget(keyId);
    }
  };

  return {
    get(keyId) {
      forgetExpired();
      return held.get(keyId)?.key;
    },
    put(keyId, key) {
      forget(keyId);
      forgetExpired();
      held.set(keyId, { key, until: options.now() + options.lifeMs });
      const oldest = held.keys().next().value;
      if (held.size > options.bound && oldest !== undefined) forget(oldest);
    },
    forget,
    clear() {
      for (const keyId of [...held.keys()]) forget(keyId);
    },
    get size() {
      return held.size;
    },
  };
}
