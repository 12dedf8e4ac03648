import { lockClaimant, lockStaff } from "../queue/take.ts";
import { weightOf } from "../queue/weight.ts";
import type { Rule } from "../session/decision.ts";
import { type Claimant, type ClaimWay, claim } from "../session/ownership.ts";
import type { Session } from "../session/session.ts";
import { readPolicy } from "../store/policy.ts";
import type { Command, DeskPerson } from "./commands.ts";
import { Refused } from "./problems.ts";

type Tx = Parameters<Command["rule"]>[0];

/** Her rule for becoming responsible, decided over what she carries now. Her own row is locked before the session's. */
export const claiming =
  (person: DeskPerson, way: ClaimWay, everybodyChooses: boolean): Command["rule"] =>
  async (tx, now, sessionId) => {
    await lockStaff(tx, person, everybodyChooses);
    await signOfLife(tx, person.id, now);
    return receiving(person.id, (executive, weight) => claim({ executive, weight, way, now }))(
      tx,
      now,
      sessionId,
    );
  };

/** A rule that makes somebody responsible: her row locked, her load counted, the session weighed as it is under lock. */
export const receiving =
  (personId: string, rule: (executive: Claimant, weight: number) => Rule): Command["rule"] =>
  async (tx, now, sessionId) => {
    const policy = await readPolicy(tx);
    const contactId = await contactIdOf(tx, sessionId);
    const executive = await lockClaimant(tx, personId, { contactId, policy, now });
    if (!executive) throw new Refused("not-found", "Nobody of that name has worked at the desk yet");
    return (session: Session) =>
      rule(executive, weightOf({ tier: session.tier, status: "attended" }, policy.weights))(session);
  };

/** Whoever claims is here; from now on her live connection says whether she still is. */
async function signOfLife(tx: Tx, personId: string, now: string): Promise<void> {
  await tx
    .insertInto("presence")
    .values({ person_id: personId, state: "here", seen_at: now })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet({ seen_at: now }))
    .execute();
}

async function contactIdOf(tx: Tx, sessionId: string): Promise<string> {
  const row = await tx
    .selectFrom("sessions")
    .select("contact_id")
    .where("id", "=", sessionId)
    .executeTakeFirst();
  if (!row) throw new Refused("not-found");
  return row.contact_id;
}
