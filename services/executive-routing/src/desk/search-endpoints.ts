import { Searched } from "@liss/contracts";
import { isOwnName } from "@liss/identity";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { marksOf, saltsOf } from "../search/word-marks.ts";
import { wordsOf } from "../search/words.ts";
import type { Session } from "../session/session.ts";
import { type Asked, type Endpoint, everybodyAtTheDesk } from "./endpoint.ts";
import { Found, Search, searchLimits } from "./search-requests.ts";
import { sightOf } from "./sight.ts";

type Candidate = { id: string; code_name: string; state: Session };
type Inside = "message" | "note";

/** Looks among the sessions that she may see. Every search is on the record, without what was looked for. */
export const searchEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/searches",
    summary: "Looks for sessions that she may see, on the record",
    roles: everybodyAtTheDesk,
    whose: "anyone",
    body: Search,
    answer: Found,
    handle: async (asked) => {
      const { deps, me, req } = asked;
      const search = Search.parse(req.body ?? {});
      const fitting = await lookThrough(asked, search);
      const sessions = fitting.slice(0, searchLimits.shown);
      await deps.recorder.record(
        Searched.create({
          id: uuidv7(),
          source: "executive-routing",
          occurredAt: deps.clock.now(),
          actor: { kind: "person", id: me.id, role: me.role },
          data: {
            personId: me.id,
            by: (Object.keys(search) as (keyof Search)[]).filter((name) => search[name] !== undefined),
            found: fitting.length,
            aboutHerself: search.text !== undefined && isOwnName(search.text, me.name),
          },
        }),
      );
      return { sessions, more: fitting.length > sessions.length } satisfies Found;
    },
  },
];

async function lookThrough({ deps, me }: Asked, search: Search): Promise<Found["sessions"]> {
  const { db, clock } = deps;
  let query = db
    .selectFrom("sessions")
    .innerJoin("contacts", "contacts.id", "sessions.contact_id")
    .select(["sessions.id", "contacts.code_name", "sessions.state"])
    .orderBy("sessions.id", "desc")
    .limit(searchLimits.looked);
  if (search.tier) query = query.where("sessions.tier", "=", search.tier);
  // What an executive may read is hers or was; the exact rule decides below.
  if (me.role !== "supervisor")
    query = query.where((is) =>
      is.or([
        is("sessions.owner_id", "=", me.id),
        is("sessions.last_owner_id", "=", me.id),
        is(
          "sessions.id",
          "in",
          is.selectFrom("glass").select("glass.session_id").where("glass.person_id", "=", me.id),
        ),
      ]),
    );
  const rows: Candidate[] = await query.execute();
  const { reading } = await sightOf(
    db,
    rows.map(({ id }) => id),
    clock.now(),
  );
  const fits = rows.filter(
    ({ id, state }) =>
      reading(me, id) !== "none" &&
      (search.classification === undefined || state.classification === search.classification) &&
      (search.from === undefined || state.lastInboundAt >= search.from) &&
      (search.to === undefined || state.openedAt <= search.to),
  );
  const opens = fits.filter(({ id }) => reading(me, id) === "open");
  const inside = search.text ? await findWords(deps, opens, search.text) : undefined;
  return fits
    .filter(({ id, code_name }) => !inside || inside.has(id) || isNamed(code_name, search.text ?? ""))
    .map(({ id, code_name, state }) => ({
      id,
      codeName: code_name,
      status: state.status,
      tier: state.tier,
      classification: state.classification,
      openedAt: state.openedAt,
      lastMessageAt: state.lastInboundAt,
      needsReason: reading(me, id) === "with-reason",
      inside: [...(inside?.get(id) ?? [])].sort(),
    }));
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const isNamed = (codeName: string, text: string) => plain(codeName).startsWith(plain(text));

/** The sessions that hold every word, and whether in messages or notes. Each is looked through with its own salt. */
async function findWords(
  { db, vault }: Asked["deps"],
  sessions: readonly Candidate[],
  text: string,
): Promise<Map<string, Set<Inside>>> {
  const words = wordsOf(text);
  const found = new Map<string, Set<Inside>>();
  if (words.length === 0) return found;
  const salts = await saltsOf(
    { db, vault },
    sessions.map(({ id }) => id),
  );
  const sought = [...salts].flatMap(([id, salt]) => marksOf(salt, words).map((mark) => ({ id, mark })));
  if (sought.length === 0) return found;
  const { rows } = await sql<{ session_id: string; kind: Inside; mark: Buffer }>`
    select distinct m.session_id, m.kind, m.mark from word_marks m
    join unnest(${sought.map(({ id }) => id)}::uuid[], ${sought.map(({ mark }) => mark)}::bytea[]) as s(id, mark)
      on m.mark = s.mark and m.session_id = s.id`.execute(db);
  for (const id of salts.keys()) {
    const hers = rows.filter((row) => row.session_id === id);
    if (new Set(hers.map(({ mark }) => mark.toString("hex"))).size === words.length)
      found.set(id, new Set(hers.map(({ kind }) => kind)));
  }
  return found;
}
