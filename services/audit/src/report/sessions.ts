import type { Entry } from "../ledger/entry-format.ts";
import { type Data, type Period, personOf, textOf, timeOf, within } from "./facts.ts";
import type { EmergencyFate, MessageFate, SessionFate } from "./report.ts";

type Told = SessionFate & {
  /** Times at which somebody wrote, and who. */
  words: { at: string; who: "her" | "us" }[];
  emergency: EmergencyFate | null;
  touched: boolean;
};

const SILENCE_MS = 600_000;

/** Follows every session from its opening to its closing, and the emergency in it. */
export function sessionFates(period: Period) {
  const sessions = new Map<string, Told>();
  const codeNames = new Map<string, string>();
  const of = (sessionId: string): Told => {
    const known = sessions.get(sessionId);
    if (known) return known;
    const session = empty(sessionId);
    sessions.set(sessionId, session);
    return session;
  };

  function take(entry: Entry, data: Data): void {
    const { sessionId, type } = entry;
    // A session is what routing opened; ids that the gateway only proposed are none.
    if (sessionId === null || entry.source === "audit" || type === "channel.message-received") return;
    const session = of(sessionId);
    const at = timeOf(entry);
    if (within(period, at)) session.touched = true;
    const person = personOf(entry);
    if (person && session.emergency && session.emergency.humanAt === null && isHelp(type)) {
      Object.assign(session.emergency, { humanAt: at, humanId: person });
    }
    switch (type) {
      case "routing.session-opened":
        session.openedAt = at;
        session.codeName = textOf(data.codeName);
        if (session.codeName) codeNames.set(sessionId, session.codeName);
        break;
      case "routing.tier-raised":
      case "routing.tier-settled":
      case "routing.risk-set": {
        const to = String(data.to);
        const cause = type === "routing.risk-set" ? "person" : (textOf(data.cause) ?? "assessment");
        session.tiers.push({ at, to, cause, index: entry.index });
        if (to === "imminent") session.emergency ??= signal(session, at, entry.index);
        break;
      }
      case "routing.session-claimed":
        session.owners.push({
          personId: String(data.executiveId),
          from: at,
          to: null,
          ended: null,
          waitedMs: typeof data.waitedMs === "number" ? data.waitedMs : null,
          index: entry.index,
        });
        break;
      case "routing.session-transferred":
        endOwner(session, at, "transferred");
        session.owners.push({
          personId: String(data.to),
          from: at,
          to: null,
          ended: null,
          waitedMs: null,
          index: entry.index,
        });
        break;
      case "routing.session-released":
        endOwner(session, at, textOf(data.reason) ?? "released");
        break;
      case "routing.emergency-opened":
        session.emergency ??= signal(session, at, entry.index);
        break;
      case "routing.delegated":
        session.delegations.push({
          delegationId: String(data.delegationId),
          executiveId: String(data.executiveId),
          from: at,
          to: null,
          ended: null,
          index: entry.index,
        });
        break;
      case "routing.delegation-ended": {
        const one = session.delegations.find(({ delegationId }) => delegationId === data.delegationId);
        if (one) Object.assign(one, { to: at, ended: textOf(data.reason) });
        break;
      }
      case "routing.message-recorded":
        session.words.push({ at, who: "her" });
        break;
      case "channel.send-requested":
        if (data.author !== "system") session.sent += 1;
        session.words.push({ at, who: "us" });
        break;
      case "routing.emergency-recorded":
        session.emergency ??= signal(session, at, entry.index);
        Object.assign(session.emergency, {
          calledAt: textOf(data.calledAt),
          calledService: textOf(data.calledService),
          procedureNumber: textOf(data.procedureNumber),
          outcome: textOf(data.outcome),
          recordedBy: textOf(data.executiveId),
          open: false,
        });
        break;
      case "routing.session-closed":
        endOwner(session, at, "closed");
        session.closed = { at, by: person, classification: String(data.classification), index: entry.index };
    }
  }

  function count(fates: readonly MessageFate[]): void {
    for (const { sessionId, seenAt, answeredAt, acceptedAt } of fates) {
      const session = sessionId === null ? undefined : sessions.get(sessionId);
      if (!session) continue;
      session.received += 1;
      if (seenAt !== null) session.seen += 1;
      if (answeredAt === null) continue;
      session.answered += 1;
      const waited = Date.parse(answeredAt) - Date.parse(acceptedAt);
      session.longestWaitMs = Math.max(session.longestWaitMs ?? 0, waited);
    }
  }

  return {
    take,
    count,
    codeNames,
    closed: () => new Set([...sessions.values()].flatMap((one) => (one.closed ? [one.sessionId] : []))),
    fates(): SessionFate[] {
      return [...sessions.values()]
        .filter(({ touched, openedAt, tiers, owners }) => touched && (openedAt ?? tiers[0] ?? owners[0]))
        .map(({ words, emergency: _emergency, touched: _touched, ...fate }) => ({
          ...fate,
          silences: silences(words),
        }))
        .sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
    },
    emergencies(): EmergencyFate[] {
      return [...sessions.values()]
        .flatMap(({ emergency, codeName, touched }) =>
          emergency && (touched || emergency.open) ? [{ ...emergency, codeName }] : [],
        )
        .sort((a, b) => Number(b.open) - Number(a.open) || (a.signalAt < b.signalAt ? -1 : 1));
    },
  };
}

/** What shows that a person is with her: she took the session, saw or answered a message, wrote down what she did. */
const isHelp = (type: string | null) =>
  type === "routing.session-claimed" ||
  type === "routing.session-transferred" ||
  type === "routing.messages-seen" ||
  type === "channel.send-requested" ||
  type === "routing.emergency-recorded";

function signal(session: Told, at: string, index: number): EmergencyFate {
  const owner = session.owners.at(-1);
  const attended = owner && owner.to === null;
  return {
    sessionId: session.sessionId,
    codeName: session.codeName,
    signalAt: at,
    index,
    humanAt: attended ? at : null,
    humanId: attended ? owner.personId : null,
    calledAt: null,
    calledService: null,
    procedureNumber: null,
    outcome: null,
    recordedBy: null,
    open: true,
  };
}

function endOwner(session: Told, at: string, ended: string): void {
  const owner = session.owners.at(-1);
  if (owner && owner.to === null) Object.assign(owner, { to: at, ended });
}

function silences(words: Told["words"]): SessionFate["silences"] {
  const sorted = words.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return sorted.flatMap(({ at, who }, nth) => {
    const next = sorted[nth + 1];
    if (!next || Date.parse(next.at) - Date.parse(at) < SILENCE_MS) return [];
    return [{ from: at, to: next.at, after: who }];
  });
}

function empty(sessionId: string): Told {
  return {
    sessionId,
    codeName: null,
    openedAt: null,
    tiers: [],
    owners: [],
    delegations: [],
    received: 0,
    seen: 0,
    answered: 0,
    sent: 0,
    silences: [],
    longestWaitMs: null,
    closed: null,
    words: [],
    emergency: null,
    touched: false,
  };
}
