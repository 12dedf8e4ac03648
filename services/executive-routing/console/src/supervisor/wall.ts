import type { Desk, SessionCard, Shift } from "@liss/executive-routing/desk-api";

export type WallPerson = Shift["people"][number];
export type Alarm = {
  kind: "emergency" | "silence" | "unanswered" | "unheard";
  card: SessionCard;
  since: string;
};

/** Who waits, tier by tier, most urgent first: how many, and since when the longest. The queue is in order already. */
export function waitsOf(
  queue: readonly SessionCard[],
): { tier: SessionCard["tier"]; count: number; since: string }[] {
  return [...new Set(queue.map(({ tier }) => tier))].map((tier) => {
    const waiting = queue.filter((card) => card.tier === tier);
    return {
      tier,
      count: waiting.length,
      since: waiting.map(({ waitingSince }) => waitingSince).sort()[0] ?? "",
    };
  });
}

/**
 * What a supervisor must not overlook: emergencies without an outcome, silence in danger, who waits too long for an
 * answer, and emergencies that nobody takes. The gravest first, and in it the oldest.
 */
export function alarmsOf({
  queue,
  mine,
  offered,
  attendedByOthers,
}: Pick<Desk, "queue" | "mine" | "offered" | "attendedByOthers">): Alarm[] {
  const found: Alarm[] = [...queue, ...mine, ...offered, ...attendedByOthers].flatMap((card) => {
    const alarms: Alarm[] = [];
    if (card.status === "waiting" && card.tier === "imminent" && card.ringsFor !== "one")
      alarms.push({ kind: "unheard", card, since: card.waitingSince });
    if (card.emergencySince && card.owner)
      alarms.push({ kind: "emergency", card, since: card.emergencySince });
    if (card.silentSince) alarms.push({ kind: "silence", card, since: card.silentSince });
    if (card.overdue && card.awaitingReplySince)
      alarms.push({ kind: "unanswered", card, since: card.awaitingReplySince });
    return alarms;
  });
  const rank = { unheard: 0, silence: 1, emergency: 2, unanswered: 3 };
  return found.sort((one, other) => rank[one.kind] - rank[other.kind] || (one.since < other.since ? -1 : 1));
}

/** Who waits now, and who is kept back for a while. */
export function apart(queue: readonly SessionCard[]): { waiting: SessionCard[]; held: SessionCard[] } {
  return {
    waiting: queue.filter(({ heldUntil }) => heldUntil === null),
    held: queue.filter(({ heldUntil }) => heldUntil !== null),
  };
}

const presenceRank = { here: 0, away: 1, break: 2, unknown: 3, off: 4 };

/** The team as it is looked for: who is here first, then by name; whoever is off and carries nothing is left out. */
export function teamOf(people: readonly WallPerson[]): WallPerson[] {
  return people
    .filter(({ presence, load }) => load > 0 || (presence !== "off" && presence !== "unknown"))
    .toSorted(
      (one, other) =>
        presenceRank[one.presence] - presenceRank[other.presence] ||
        one.name.localeCompare(other.name, "es-CL"),
    );
}

/** To whom a conversation can be given: anybody at her screen but who has it, with room before without. */
export function receiversOf(people: readonly WallPerson[], card: SessionCard): WallPerson[] {
  const room = ({ capacity, load }: WallPerson) => capacity - load;
  return people
    .filter(({ id, presence }) => id !== card.owner?.id && presence !== "off" && presence !== "unknown")
    .toSorted(
      (one, other) => presenceRank[one.presence] - presenceRank[other.presence] || room(other) - room(one),
    );
}
