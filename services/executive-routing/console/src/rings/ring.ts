import type { Desk, SessionCard } from "@liss/executive-routing/desk-api";

/** Somebody is being asked for: she alone, everybody, or she by a colleague. */
export type Ring = {
  kind: "offer" | "everybody" | "transfer";
  card: SessionCard;
  /** When it stops ringing for her; null while it rings for everybody. */
  until: string | null;
  /** The same for as long as it is the same ring: what she passes does not ring again. */
  key: string;
};

/** After its time it still rings this long (ms): the server moves it on within a second. */
const grace = 2_000;

/**
 * What rings for her now, what is hers alone first. Somebody who rests is only asked by name: everybody's ring leaves
 * her in peace.
 */
export function ringsOf(
  { queue, offered, me }: Pick<Desk, "queue" | "offered" | "me">,
  { passed, resting, now }: { passed: ReadonlySet<string>; resting: boolean; now: number },
): Ring[] {
  const lasts = (until: string) => Date.parse(until) + grace > now;
  const offers = queue.flatMap((card): Ring[] => {
    const { offer } = card;
    if (offer?.to !== me.id || !lasts(offer.until)) return [];
    return [{ kind: "offer", card, until: offer.until, key: `offer:${card.id}:${offer.until}` }];
  });
  const everybody = queue.flatMap((card): Ring[] => {
    if (resting || card.tier !== "imminent" || card.offer !== null || card.ringsFor === "one") return [];
    return [{ kind: "everybody", card, until: null, key: `${card.ringsFor}:${card.id}` }];
  });
  const transfers = offered.flatMap((card): Ring[] => {
    const { transfer } = card;
    if (transfer?.to !== me.id || !lasts(transfer.until)) return [];
    return [{ kind: "transfer", card, until: transfer.until, key: `transfer:${card.id}:${transfer.until}` }];
  });
  return [...offers, ...everybody, ...transfers].filter(({ key }) => !passed.has(key));
}

/** Whole seconds left of a ring, never less than none. */
export const secondsLeft = (until: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
