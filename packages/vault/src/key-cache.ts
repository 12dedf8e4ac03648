import type { KeyObject } from "node:crypto";

/**
 * Unwrapped keys in memory: for a bounded time and in bounded number. As Node's own key objects, which are quick to use
 * (handing raw bytes over costs three times the encryption itself), cannot be printed, and are overwritten when freed.
 */
export interface KeyCache {
  get(keyId: string): KeyObject | undefined;
  put(keyId: string, key: KeyObject): void;
  forget(keyId: string): void;
  clear(): void;
  readonly size: number;
}

/** `lifeMs` counts from the moment a key was unwrapped, used or not; beyond `bound` the oldest leaves. */
export function keyCache(options: { lifeMs: number; bound: number; now: () => number }): KeyCache {
  const held = new Map<string, { key: KeyObject; until: number }>();

  const forget = (keyId: string) => void held.delete(keyId);
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
