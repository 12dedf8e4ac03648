import { lockOther, lockStaff, type Standing, standingFor } from "../queue/take.ts";
import { weightOf } from "../queue/weight.ts";
import type { Rule } from "../session/decision.ts";
import { type Claimant, type ClaimWay, claim } from "../session/ownership.ts";
import type { Command, DeskPerson } from "./commands.ts";
import { Refused } from "./problems.ts";

/** Her rule for becoming responsible, decided over what she carries now. Her own row is locked before the session's. */
export const claiming =
  (person: DeskPerson, way: ClaimWay, everybodyChooses: boolean): Command["rule"] =>
  async (tx, now, sessionId) => {
    await lockStaff(tx, person, everybodyChooses, now);
    return claimingLocked(person.id, way)(tx, now, sessionId);
  };

/** The same, for whoever's row is locked already: the next in the queue is picked only after that. */
export const claimingLocked =
  (personId: string, way: ClaimWay): Command["rule"] =>
  async (tx, now, sessionId) =>
    weighed(await standingFor(tx, personId, sessionId, now), (executive, weight) =>
      claim({ executive, weight, way, now }),
    );

/** A rule that makes somebody responsible: her row locked, her load counted, the session weighed as it is under lock. */
export const receiving =
  (personId: string, rule: (executive: Claimant, weight: number) => Rule): Command["rule"] =>
  async (tx, now, sessionId) => {
    if (!(await lockOther(tx, personId)))
      throw new Refused("not-found", "Nobody of that name has worked at the desk yet");
    return weighed(await standingFor(tx, personId, sessionId, now), rule);
  };

function weighed({ executive, policy }: Standing, rule: (executive: Claimant, weight: number) => Rule): Rule {
  return (session) =>
    rule(executive, weightOf({ tier: session.tier, status: "attended" }, policy.weights))(session);
}
