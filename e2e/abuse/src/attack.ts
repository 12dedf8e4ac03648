/** The doors of Liss. Goal of each: at least 200 attacks, none of which succeeds. */
export const doors = [
  "gateway-webhook",
  "gateway-media",
  "desk-api",
  "desk-socket",
  "audit-api",
  "identity",
] as const;
export type Door = (typeof doors)[number];

/** What kind of attack it is, for the tally. */
export type Kind =
  | "broken-auth"
  | "idor"
  | "role-change"
  | "csrf"
  | "replay"
  | "oversized"
  | "nested"
  | "smuggling"
  | "foreign-origin"
  | "traversal"
  | "forged-address"
  | "formula"
  | "bad-input"
  | "hidden-route"
  | "guessing";

/** One hostile act. `run` answers undefined when it was repelled, and otherwise what it reached, in one sentence. */
export type Attack = { kind: Kind; name: string; run: () => Promise<string | undefined> };

export type Outcome = { door: Door; kind: Kind; name: string; reached: string | undefined };

/** Numbers that are the same in every run with the same seed. Source: mulberry32, public domain. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A UUID that nobody has, the same in every run. */
export function strangeUuid(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  hex[12] = "7";
  hex[16] = "8";
  const text = hex.join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

/** In an order that the seed decides: what one attack leaves behind meets different ones from seed to seed. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
