import type { AssessedTier, Tier } from "@liss/contracts";

/**
 * The desk in its simplest form, written apart from the rules it checks: who owns what, what waits in which order,
 * and what each command must come to.
 */
export type ModelSession = {
  id: string;
  openedAt: number;
  tier: Tier;
  status: "waiting" | "attended" | "delegated" | "closed";
  owner: string | null;
  returned: boolean;
  emergencyOpen: boolean;
  emergencyDone: boolean;
  delegation: string | null;
};

export type Model = { sessions: Map<string, ModelSession>; capacity: Map<string, number> };

const urgency: Tier[][] = [
  ["imminent"],
  ["high", "unassessed"],
  ["support"],
  ["guidance"],
  ["information"],
  ["unrelated"],
];
export const rankIn = (tier: Tier) => urgency.findIndex((same) => same.includes(tier));

export function weight({ status, tier }: Pick<ModelSession, "status" | "tier">): number {
  if (status === "delegated") return 0.25;
  return rankIn(tier) <= 1 ? 1 : 0.5;
}

export const loadIn = (model: Model, person: string) =>
  [...model.sessions.values()]
    .filter((session) => session.owner === person)
    .reduce((sum, session) => sum + weight(session), 0);

export function queueOf(model: Model): ModelSession[] {
  return [...model.sessions.values()]
    .filter((session) => session.status === "waiting")
    .sort(
      (a, b) =>
        rankIn(a.tier) - rankIn(b.tier) ||
        Number(b.returned) - Number(a.returned) ||
        a.openedAt - b.openedAt ||
        (a.id < b.id ? -1 : 1),
    );
}

/** May she carry one more of this weight? */
function hasRoom(model: Model, person: string, session: ModelSession): boolean {
  const more = weight({ tier: session.tier, status: "attended" });
  return loadIn(model, person) + more <= (model.capacity.get(person) ?? 1);
}

function give(session: ModelSession, person: string): void {
  session.status = "attended";
  session.owner = person;
  session.delegation = null;
}

/** Each command says "ok" or the code of its refusal, and changes the model when it is ok. */
export const model = {
  next(state: Model, person: string): string {
    const first = queueOf(state)[0];
    if (!first) return "nobody";
    return model.claim(state, person, first);
  },
  claim(state: Model, person: string, session: ModelSession): string {
    if (session.status === "closed") return "closed";
    if (session.owner === person) return "ok";
    if (session.status !== "waiting") return "already-attended";
    if (!hasRoom(state, person, session)) return "at-capacity";
    give(session, person);
    return "ok";
  },
  release(_state: Model, person: string, session: ModelSession): string {
    const barred = owned(session, person);
    if (barred) return barred;
    session.status = "waiting";
    session.owner = null;
    session.delegation = null;
    return "ok";
  },
  transfer(state: Model, person: string, session: ModelSession, to: string): string {
    const barred = owned(session, person);
    if (barred) return barred;
    if (to === person) return "already-attended";
    if (!hasRoom(state, to, session)) return "at-capacity";
    give(session, to);
    return "ok";
  },
  assign(state: Model, session: ModelSession, to: string): string {
    if (session.status === "closed") return "closed";
    if (session.owner === to) return "ok";
    if (!hasRoom(state, to, session)) return "at-capacity";
    give(session, to);
    return "ok";
  },
  delegate(_state: Model, person: string, session: ModelSession, delegation: string): string {
    const barred = owned(session, person);
    if (barred) return barred;
    if (session.delegation) return "already-delegated";
    if (rankIn(session.tier) <= 1) return "risk-too-high";
    session.status = "delegated";
    session.delegation = delegation;
    return "ok";
  },
  takeBack(_state: Model, person: string, session: ModelSession): string {
    const barred = owned(session, person);
    if (barred) return barred;
    if (!session.delegation) return "not-delegated";
    endRobot(session);
    return "ok";
  },
  /** Does the robot's proposal become a message? */
  robotSpeaks(session: ModelSession, delegation: string, topic: string): boolean {
    if (session.delegation === null || session.delegation !== delegation) return false;
    if (topic === "denunciar") return true;
    endRobot(session);
    return false;
  },
  setRisk(_state: Model, person: string, session: ModelSession, to: AssessedTier): string {
    const barred = owned(session, person);
    if (barred) return barred;
    if (session.tier === to) return "ok";
    if (rankIn(to) <= 1) endRobot(session);
    reach(session, to);
    return "ok";
  },
  record(_state: Model, person: string, session: ModelSession): string {
    const barred = owned(session, person);
    if (barred) return barred;
    session.emergencyDone = true;
    return "ok";
  },
  close(_state: Model, person: string, session: ModelSession): string {
    const barred = owned(session, person);
    if (barred) return barred;
    if (session.emergencyOpen && !session.emergencyDone) return "emergency-without-record";
    session.status = "closed";
    session.owner = null;
    session.delegation = null;
    return "ok";
  },
};

export function reach(session: ModelSession, tier: Tier): void {
  if (tier === "imminent" && !(session.tier === "imminent" && session.emergencyOpen)) {
    if (!session.emergencyOpen || session.emergencyDone) session.emergencyDone = false;
    session.emergencyOpen = true;
  }
  session.tier = tier;
}

function owned(session: ModelSession, person: string): string | undefined {
  if (session.status === "closed") return "closed";
  return session.owner === person ? undefined : "not-yours";
}

function endRobot(session: ModelSession): void {
  if (session.status === "delegated") session.status = "attended";
  session.delegation = null;
}
