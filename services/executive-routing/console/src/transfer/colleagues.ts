import type { Colleagues } from "@liss/executive-routing/desk-api";

export type Colleague = Colleagues["people"][number];

/** How much of an executive a conversation takes at most; who has less may still be asked, and may have to refuse. */
const whole = 1;

const ranks = { here: 0, away: 1, unknown: 2, break: 3, off: 4 } as const;

/** Whoever can answer soonest first: here before away, with room before without, then by name. */
export function inOrderOfHelp(people: readonly Colleague[]): Colleague[] {
  return people.toSorted(
    (one, other) =>
      ranks[one.presence] - ranks[other.presence] ||
      Number(hasRoom(other)) - Number(hasRoom(one)) ||
      one.name.localeCompare(other.name, "es-CL"),
  );
}

export const hasRoom = ({ room }: Pick<Colleague, "room">): boolean => room >= whole / 2;

/** Only who is at her screen can be handed something at once; the rest would find it waiting. */
export const canReceiveNow = ({ presence }: Pick<Colleague, "presence">): boolean => presence === "here";
