import type { Entry } from "../ledger/entry-format.ts";
import { type Data, textOf, timeOf } from "./facts.ts";
import type { Hold } from "./wall-checks.ts";

/** What lets somebody into one conversation, as far as the entries tell. */
type Doors = {
  owner: string | null;
  /** Who answered for it last: what she closed she may still read. */
  lastOwner: string | null;
  /** Who was asked to go on with it, and reads it before she says yes. */
  askedToGoOn: string | null;
  coaches: Set<string>;
  closedAt: string | null;
  /** Until when whom a reason lets in. */
  glass: Map<string, string>;
};

/** A supervisor goes through what her shift closed; after a day she says why. */
export const REVIEW_MS = 86_400_000;

const reads = new Set(["routing.session-read", "routing.media-opened"]);

/**
 * Which reads need a reason, by role:
 * - an executive: every conversation that she neither attends, nor was asked to go on with, nor closed herself;
 * - a supervisor: none while it is open, for she looks after what waits and what is attended; what has been closed for
 *   longer than a day, unless she coached or closed it;
 * - anybody else: every one.
 * A reason is a broken glass, for its time. Teams are not on the record, so a supervisor's reach across teams is not held.
 */
export function readChecks(hold: Hold): (entry: Entry, data: Data) => void {
  const sessions = new Map<string, Doors>();

  return (entry, data) => {
    const { sessionId, type, actor } = entry;
    if (sessionId === null || type === null) return;
    if (type === "routing.session-opened") {
      sessions.set(sessionId, closedDoors());
      return;
    }
    const doors = sessions.get(sessionId);
    if (!doors) return; // it began before the entries: who attended it is not known
    if (!reads.has(type)) {
      move(doors, type, data, timeOf(entry));
      return;
    }
    const personId = textOf(data.personId) ?? "";
    const role = actor?.kind === "person" ? actor.role : null;
    hold("read-without-reason", entry, isHers(doors, personId, role, timeOf(entry)));
  };
}

function isHers(doors: Doors, personId: string, role: string | null, at: string): boolean {
  const { owner, lastOwner, askedToGoOn, coaches, closedAt, glass } = doors;
  if (at <= (glass.get(personId) ?? "")) return true;
  if (owner === personId || coaches.has(personId)) return true;
  if (closedAt !== null && lastOwner === personId) return true;
  if (role === "executive") return askedToGoOn === personId;
  if (role !== "supervisor") return false;
  return closedAt === null || Date.parse(at) - Date.parse(closedAt) <= REVIEW_MS;
}

function move(doors: Doors, type: string, data: Data, at: string): void {
  switch (type) {
    case "routing.session-claimed":
      own(doors, textOf(data.executiveId));
      break;
    case "routing.session-transferred":
      own(doors, textOf(data.to));
      break;
    case "routing.session-released":
      doors.coaches.clear();
      own(doors, null);
      break;
    case "routing.transfer-proposed":
      doors.askedToGoOn = textOf(data.to);
      break;
    case "routing.transfer-ended":
      doors.askedToGoOn = null;
      break;
    case "routing.coaching-changed":
      if (data.joined === true) doors.coaches.add(String(data.personId));
      else doors.coaches.delete(String(data.personId));
      break;
    case "routing.glass-broken":
      doors.glass.set(String(data.personId), String(data.until));
      break;
    case "routing.session-closed":
      doors.closedAt = at;
      own(doors, null);
  }
}

function own(doors: Doors, owner: string | null): void {
  doors.owner = owner;
  if (owner !== null) doors.lastOwner = owner;
  doors.askedToGoOn = null;
}

const closedDoors = (): Doors => ({
  owner: null,
  lastOwner: null,
  askedToGoOn: null,
  coaches: new Set(),
  closedAt: null,
  glass: new Map(),
});
