import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionEvent } from "../session/events.ts";
import {
  clip,
  countAt,
  isIn,
  lifeOf,
  presenceIn,
  type SessionLife,
  type Span,
  shiftEvents,
} from "../shift/history.ts";
import type { ShiftHistory } from "./shift-history-requests.ts";

/** The picture has a point at least this often; a day has no more than these. */
const points = 144;
const hourMs = 3_600_000;

type Person = { id: string; name: string };
type Told = SessionLife & { sessionId: string; codeName: string | null };
type Wanted = { within: Span; people: readonly Person[]; reader: string; now: number };

/** What these people's shift was. Contacts behind the reader's wall are in nothing of it. */
export async function shiftHistoryOf(
  db: Database<RoutingTables>,
  { within, people, reader, now }: Wanted,
): Promise<Pick<ShiftHistory, "people" | "curve" | "emergencies">> {
  const until = Math.min(within.to, now);
  const stretch = { from: within.from, to: Math.max(within.from, until) };
  const [told, presence] = await Promise.all([
    livesIn(db, stretch, reader, now),
    presenceLog(db, people, stretch),
  ]);
  const ids = new Set(people.map(({ id }) => id));
  const nameOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? null;
  const stints = told.flatMap(({ stints: all }) => all.filter(({ personId }) => ids.has(personId)));
  const instants = instantsOf(stretch);
  const waiting = countAt(
    told.flatMap(({ waits }) => waits),
    instants,
  );
  const attended = countAt(stints, instants);
  return {
    people: people
      .map((person) => ofPerson(person, told, presenceIn(presence.get(person.id) ?? [], stretch), stretch))
      .filter(
        ({ presence: present, attended: hers, marks }) => present.length + hers.length + marks.length > 0,
      ),
    curve: instants.map((at, index) => ({
      at: iso(at),
      waiting: waiting[index] ?? 0,
      attended: attended[index] ?? 0,
    })),
    emergencies: told
      .flatMap(({ emergencies, sessionId, codeName }) =>
        emergencies.flatMap((emergency) => {
          const { ownerId } = emergency;
          const span = clip(emergency, stretch);
          // One that nobody took is everybody's to see who may see them all.
          const shown = span && (ownerId === null ? ids.size > 1 : ids.has(ownerId));
          return shown
            ? [{ sessionId, codeName, ...isoSpan(span), open: emergency.open, ownerName: nameOf(ownerId) }]
            : [];
        }),
      )
      .sort((a, b) => (a.from < b.from ? -1 : 1)),
  };
}

function ofPerson(
  { id, name }: Person,
  told: readonly Told[],
  present: ReturnType<typeof presenceIn>,
  stretch: Span,
): ShiftHistory["people"][number] {
  const hers = told.flatMap(({ sessionId, codeName, stints }) =>
    stints.filter(({ personId }) => personId === id).map((stint) => ({ sessionId, codeName, ...stint })),
  );
  const marks = told.flatMap(({ sessionId, marks: all }) =>
    all
      .filter((mark) => mark.personId === id && isIn(mark.at, stretch))
      .map(({ kind, at }) => ({ kind, sessionId, at: iso(at) })),
  );
  const began = hers.filter(({ from }) => isIn(from, stretch));
  const ended = hers.filter(({ to, ended: how }) => how !== "goes-on" && isIn(to, stretch));
  const attended = hers.flatMap((stint) => {
    const span = clip(stint, stretch);
    const { sessionId, codeName, tier, began: begin, ended: end } = stint;
    return span ? [{ sessionId, codeName, ...isoSpan(span), tier, began: begin, ended: end }] : [];
  });
  const lasted = (state: string) =>
    present.reduce((sum, span) => sum + (span.state === state ? span.to - span.from : 0), 0);
  return {
    id,
    name,
    presence: present.map(({ state, ...span }) => ({ state, ...isoSpan(span) })),
    attended: attended.sort((a, b) => (a.from < b.from ? -1 : 1)),
    marks,
    figures: {
      presentMs: lasted("here"),
      awayMs: lasted("away"),
      pausedMs: lasted("break"),
      taken: began.filter(({ began: how }) => how === "taken").length,
      received: began.filter(({ began: how }) => how === "received").length,
      transferred: ended.filter(({ ended: how }) => how === "transferred").length,
      closed: ended.filter(({ ended: how }) => how === "closed").length,
      imminent: attended.filter(({ tier }) => tier === "imminent").length,
      ringsMissed: marks.filter(({ kind }) => kind === "ring-missed").length,
      silences: marks.filter(({ kind }) => kind === "silence").length,
    },
  };
}

/**
 * The lives of the sessions that somebody waited in or attended in this stretch: those of which something happened in
 * it or in the day around it, and those that are open still.
 */
async function livesIn(
  db: Database<RoutingTables>,
  { from, to }: Span,
  reader: string,
  now: number,
): Promise<Told[]> {
  const { rows } = await sql<{ session_id: string; code_name: string | null; events: SessionEvent[] }>`
    with touched as (
      select distinct session_id as id from session_events
      where type in (${sql.join(shiftEvents)}) and at >= ${new Date(from - 24 * hourMs)} and at < ${new Date(to + 24 * hourMs)}
      union select id from sessions where status <> 'closed'
    )
    select e.session_id, case when c.erased_at is null then c.code_name end as code_name,
      jsonb_agg(e.data order by e.version) as events
    from touched
      join sessions s on s.id = touched.id
      left join contacts c on c.id = s.contact_id
      join session_events e on e.session_id = touched.id and e.type in (${sql.join(shiftEvents)})
    where not exists (select from walls w where w.person_id = ${reader} and w.contact_id = s.contact_id)
    group by e.session_id, c.id`.execute(db);
  return rows.map(({ session_id, code_name, events }) => ({
    sessionId: session_id,
    codeName: code_name,
    ...lifeOf(events, now),
  }));
}

/** What each said of herself in the stretch, and what held when it began. */
async function presenceLog(db: Database<RoutingTables>, people: readonly Person[], { from, to }: Span) {
  const ids = people.map(({ id }) => id);
  const { rows } = await sql<{
    person_id: string;
    state: "here" | "away" | "break" | "gone" | "off";
    at: Date;
  }>`
    select person_id, state, at from presence_log
    where person_id = any(${ids}) and at < ${new Date(to)} and at >= coalesce(
      (select max(before.at) from presence_log before
        where before.person_id = presence_log.person_id and before.at <= ${new Date(from)}), ${new Date(from)})
    order by at, id`.execute(db);
  return Map.groupBy(
    rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() })),
    ({ person_id }) => person_id,
  );
}

function instantsOf({ from, to }: Span): number[] {
  const step = Math.max(60_000, (to - from) / points);
  const count = Math.ceil((to - from) / step);
  return Array.from({ length: count }, (_, index) => Math.round(from + index * step));
}

const iso = (at: number): string => new Date(at).toISOString();
const isoSpan = ({ from, to }: Span) => ({ from: iso(from), to: iso(to) });
