import type { Entry } from "../ledger/entry-format.ts";
import { type Data, type Period, personOf, textOf, timeOf, within } from "./facts.ts";
import { type Access, UNUSUAL, type UnusualKind } from "./report.ts";

type Person = Access["people"][number];
type Read = { index: number; at: string; sessionId: string | null };
type Seen = Person & { reads: Read[]; noted: Map<UnusualKind, number[]> };

const hourThere = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  hourCycle: "h23",
  timeZone: "America/Santiago",
});
/** Chile's clocks stand at whole hours from UTC: within one hour there is one answer, and reads are many. */
const hours = new Map<string, number>();
function hourOf(at: string): number {
  const known = hours.get(at.slice(0, 13)) ?? Number(hourThere.format(new Date(at)));
  hours.set(at.slice(0, 13), known);
  return known;
}

const atTheDesk = new Set(["here", "away", "break", "no-emergencies", "emergencies-again"]);

/** Who looked at what, and what of it is out of the ordinary. It shows where to ask; it accuses nobody. */
export function accessOf(period: Period) {
  const people = new Map<string, Seen>();
  const breakGlass: Access["breakGlass"] = [];
  const onShift = new Set<string>();

  function of(personId: string, role: string): Seen {
    const known = people.get(personId) ?? newcomer(personId, role);
    if (role) known.role = role;
    people.set(personId, known);
    return known;
  }

  function take(entry: Entry, data: Data): void {
    const at = timeOf(entry);
    const { type, index, sessionId } = entry;
    const personId = textOf(data.personId);
    if (type === "routing.presence-changed" && personId !== null) {
      if (atTheDesk.has(String(data.state))) onShift.add(personId);
      else onShift.delete(personId);
      return;
    }
    if (type === null || !within(period, at)) return;
    if (type === "routing.glass-broken") {
      breakGlass.push({ index, at, personId: personOf(entry), sessionId });
    }
    const isRead = type === "routing.session-read" || type === "access.record-read";
    if (!isRead && type !== "routing.searched" && !type.startsWith("access.")) return;
    if (personId === null) return;
    const person = of(personId, entry.actor?.kind === "person" ? entry.actor.role : "");
    if (data.aboutHerself === true) note(person, "own-name", index);
    if (type === "access.logged-in") person.logins += 1;
    if (type === "access.login-failed") {
      person.failedLogins += 1;
      note(person, "failed-logins", index);
    }
    if (type === "routing.searched") person.searches += 1;
    if (!isRead) return;
    person.reads.push({ index, at, sessionId });
    if (type === "access.record-read") person.recordsRead += 1;
    else {
      person.conversationsRead += 1;
      person.messagesShown += Number(data.messages);
    }
    const hour = hourOf(at);
    const isNight = hour >= UNUSUAL.nightFrom || hour < UNUSUAL.nightTo;
    if (isNight && person.role !== "executive" && !onShift.has(personId)) note(person, "hours", index);
  }

  function result(): Access {
    const everybody = [...people.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
    for (const person of everybody) {
      const peers = everybody.filter(
        ({ role, personId }) => role === person.role && personId !== person.personId,
      );
      const usual = median(peers.map(({ reads }) => reads.length));
      const most = Math.max(UNUSUAL.volumeLeast, usual * UNUSUAL.volumeTimes);
      if (peers.length > 0 && person.reads.length > most) {
        person.noted.set("volume", indexesOf(person.reads));
      }
      person.noted.set("burst", indexesOf(busiestHour(person.reads)));
    }
    return {
      people: everybody.map(({ reads: _reads, noted: _noted, ...person }) => person),
      unusual: everybody.flatMap(({ personId, noted }) =>
        kinds.flatMap((kind) => {
          const entries = noted.get(kind) ?? [];
          if (entries.length < least[kind]) return [];
          return [{ kind, personId, count: entries.length, entries: entries.slice(0, MOST_LISTED) }];
        }),
      ),
      breakGlass,
    };
  }

  return { take, result };
}

const MOST_LISTED = 100;
const kinds: readonly UnusualKind[] = ["own-name", "volume", "burst", "hours", "failed-logins"];
/** From how many of a kind on it is told of. */
const least: Readonly<Record<UnusualKind, number>> = {
  "own-name": 1,
  volume: 1,
  burst: 1,
  hours: 1,
  "failed-logins": UNUSUAL.failedLogins,
};

function newcomer(personId: string, role: string): Seen {
  return {
    personId,
    role,
    logins: 0,
    failedLogins: 0,
    conversationsRead: 0,
    messagesShown: 0,
    recordsRead: 0,
    searches: 0,
    reads: [],
    noted: new Map(),
  };
}

function note(person: Seen, kind: UnusualKind, index: number): void {
  const known = person.noted.get(kind);
  if (known) known.push(index);
  else person.noted.set(kind, [index]);
}

const HOUR_MS = 3_600_000;

/** Of the hour in which somebody opened most sessions, the first read of each; nothing when they are no more than work explains. */
function busiestHour(reads: readonly Read[]): Read[] {
  const inOrder = reads
    .filter(({ sessionId }) => sessionId !== null)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map((read) => ({ ...read, ms: Date.parse(read.at) }));
  const open = new Map<string | null, number>();
  let busiest = { from: 0, to: 0, sessions: 0 };
  let from = 0;
  inOrder.forEach(({ sessionId, ms }, nth) => {
    open.set(sessionId, (open.get(sessionId) ?? 0) + 1);
    for (let oldest = inOrder[from]; oldest && ms - oldest.ms >= HOUR_MS; oldest = inOrder[from]) {
      const left = (open.get(oldest.sessionId) ?? 1) - 1;
      if (left === 0) open.delete(oldest.sessionId);
      else open.set(oldest.sessionId, left);
      from += 1;
    }
    if (open.size > busiest.sessions) busiest = { from, to: nth + 1, sessions: open.size };
  });
  if (busiest.sessions <= UNUSUAL.burst) return [];
  const hour = inOrder.slice(busiest.from, busiest.to).toReversed(); // so that the first of a session stays
  return [...new Map(hour.map((read) => [read.sessionId, read])).values()].sort((a, b) => a.index - b.index);
}

const indexesOf = (reads: readonly Read[]) => reads.map(({ index }) => index);
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
