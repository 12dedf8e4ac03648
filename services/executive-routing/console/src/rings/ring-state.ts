import type { SessionCard } from "@liss/executive-routing/desk-api";

/** For whom an emergency that waits rings now; null for what does not ring. */
export type RingState = {
  kind: "you" | "one" | "everybody" | "on-call" | "nobody-on-call" | "soon";
  to: string | null;
  until: string | null;
};

export function ringStateOf(
  { status, tier, offer, ringsFor }: Pick<SessionCard, "status" | "tier" | "offer" | "ringsFor">,
  me: string,
): RingState | null {
  if (status !== "waiting" || tier !== "imminent") return null;
  if (offer) return { kind: offer.to === me ? "you" : "one", to: offer.to, until: offer.until };
  return { kind: ringsFor === "one" ? "soon" : ringsFor, to: null, until: null };
}
