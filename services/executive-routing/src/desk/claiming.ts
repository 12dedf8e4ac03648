import { inSession } from "@liss/telemetry";
import { lockNext, lockOther, lockStaff, type Standing, standingFor } from "../queue/take.ts";
import { weightOf } from "../queue/weight.ts";
import type { Rule } from "../session/decision.ts";
import { type Claimant, claim } from "../session/ownership.ts";
import { appendToSession } from "../store/session-store.ts";
import { type Command, type DeskPerson, type Doing, once, publicly } from "./commands.ts";
import { Refused } from "./problems.ts";

/** Her rule for becoming responsible, decided over what she carries now. Her own row is locked before the session's. */
export const claiming =
  (person: DeskPerson, everybodyChooses: boolean): Command["rule"] =>
  async (tx, now, sessionId) => {
    await lockStaff(tx, person, everybodyChooses, now);
    return weighed(await standingFor(tx, person.id, sessionId, now), (executive, weight) =>
      claim({ executive, weight, way: "chosen", now }),
    );
  };

/**
 * The server picks for her. Whoever else takes the next waits until this has committed, so that the order is strict:
 * between the pick and the commit there is one statement, which writes everything.
 */
export function takeNext(
  doing: Doing,
  asked: Pick<Command, "name" | "person" | "key" | "request">,
  everybodyChooses: boolean,
): Promise<{ sessionId: string | null }> {
  const { person } = asked;
  return once(doing, asked, async (tx, answered) => {
    const now = doing.clock.now();
    // Her own row first, then the queue, then the session: the same order as every claim, so none deadlocks.
    await lockStaff(tx, person, everybodyChooses, now);
    const next = await lockNext(tx, person.id, now);
    if (!next) return { sessionId: null };
    const { executive, policy, ...before } = next;
    const sessionId = before.session.id;
    return inSession(sessionId, asked.name, {}, async () => {
      const rule = weighed({ executive, policy }, (claimant, weight) =>
        claim({ executive: claimant, weight, way: "next", now }),
      );
      const decision = rule(before.session);
      if (!decision.accepted) throw new Refused(publicly(decision.refusal));
      const actor = { kind: "person" as const, id: person.id, role: person.role };
      await appendToSession(tx, before, decision.events, actor, [], { answered: answered({ sessionId }) });
      return { sessionId };
    });
  });
}

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
