import type { Entry } from "../ledger/entry-format.ts";
import { type Data, type Period, personOf, timeOf, within } from "./facts.ts";
import type { Access } from "./report.ts";

type Person = Access["people"][number];
type Seen = Person & { reads: number[]; atNight: number[]; failures: number[] };

/** Reading three times what others of the role read, and not merely a little: more than twenty conversations. */
const VOLUME = { times: 3, least: 20 } as const;
const FAILURES = 5;
/** Executives work at night; who supervises or audits seldom does. */
const NIGHT = { from: 23, to: 6 } as const;

const hourThere = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  hourCycle: "h23",
  timeZone: "America/Santiago",
});

/** Who looked at what, and what of it is out of the ordinary. It shows where to ask; it accuses nobody. */
export function accessOf(period: Period) {
  const people = new Map<string, Seen>();
  const breakGlass: Access["breakGlass"] = [];

  function of(personId: string, role: string): Seen {
    const known = people.get(personId) ?? {
      personId,
      role,
      logins: 0,
      failedLogins: 0,
      conversationsRead: 0,
      messagesShown: 0,
      recordsRead: 0,
      reads: [],
      atNight: [],
      failures: [],
    };
    if (role) known.role = role;
    people.set(personId, known);
    return known;
  }

  function take(entry: Entry, data: Data): void {
    const at = timeOf(entry);
    const { type, index } = entry;
    if (type === null || !within(period, at)) return;
    if (type === "routing.glass-broken") {
      breakGlass.push({ index, at, personId: personOf(entry), sessionId: entry.sessionId });
    }
    const isRead = type === "routing.session-read" || type === "access.record-read";
    if (!isRead && !type.startsWith("access.")) return;
    if (typeof data.personId !== "string") return;
    const person = of(data.personId, entry.actor?.kind === "person" ? entry.actor.role : "");
    if (type === "access.logged-in") person.logins += 1;
    if (type === "access.login-failed") {
      person.failedLogins += 1;
      person.failures.push(index);
    }
    if (!isRead) return;
    person.reads.push(index);
    if (type === "access.record-read") person.recordsRead += 1;
    else {
      person.conversationsRead += 1;
      person.messagesShown += Number(data.messages);
    }
    const hour = Number(hourThere.format(new Date(at)));
    if (person.role !== "executive" && (hour >= NIGHT.from || hour < NIGHT.to)) person.atNight.push(index);
  }

  function result(): Access {
    const everybody = [...people.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
    const unusual: Access["unusual"] = [];
    const note = (kind: "volume" | "hours" | "failed-logins", { personId }: Person, entries: number[]) =>
      void unusual.push({ kind, personId, count: entries.length, entries: entries.slice(0, 100) });
    for (const person of everybody) {
      const others = everybody.filter(
        ({ role, personId }) => role === person.role && personId !== person.personId,
      );
      const usual = median(others.map(({ reads }) => reads.length));
      if (others.length > 0 && person.reads.length > Math.max(VOLUME.least, usual * VOLUME.times)) {
        note("volume", person, person.reads);
      }
      if (person.atNight.length > 0) note("hours", person, person.atNight);
      if (person.failures.length >= FAILURES) note("failed-logins", person, person.failures);
    }
    return {
      people: everybody.map(({ reads: _r, atNight: _n, failures: _f, ...person }) => person),
      unusual,
      breakGlass,
    };
  }

  return { take, result };
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
