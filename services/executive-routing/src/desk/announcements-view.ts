import type { Database, Transaction } from "@liss/database";
import { sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Announcements, AnnouncementsMade } from "./announcement-requests.ts";

type Reader = Pick<Database<RoutingTables> | Transaction<RoutingTables>, "selectFrom">;

/** Without a sign of life for this long she is not on shift, whatever she said last. */
const onShiftSeconds = 60;
/** Supervisors look back this far. */
const shownForMs = 7 * 24 * 60 * 60 * 1_000;

const announced = (db: Reader) =>
  db
    .selectFrom("announcements")
    .leftJoin("executives", "executives.person_id", "announcements.author_id")
    .select(["announcements.id", "author_id", "text", "announcements.team", "until", "must_be_read", "at"])
    .select(["withdrawn_at", "executives.name as author_name"]);

type Row = Awaited<ReturnType<ReturnType<typeof announced>["execute"]>>[number];

const asShown = (row: Row) => ({
  id: row.id,
  authorName: row.author_name ?? "",
  text: row.text,
  team: row.team,
  at: row.at.toISOString(),
  until: row.until.toISOString(),
  mustBeRead: row.must_be_read,
});

/** What stands for her now and she has not read: what must be read first, then the oldest. Not her own. */
export async function announcementsFor(db: Reader, personId: string, now: string): Promise<Announcements> {
  const rows = await announced(db)
    .where("withdrawn_at", "is", null)
    .where("until", ">", new Date(now))
    .where("author_id", "<>", personId)
    .where(({ or, eb, selectFrom }) =>
      or([
        eb("announcements.team", "is", null),
        eb(
          "announcements.team",
          "=",
          selectFrom("executives as she").select("she.team").where("she.person_id", "=", personId),
        ),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("announcement_readings")
            .select("announcement_id")
            .whereRef("announcement_id", "=", "announcements.id")
            .where("person_id", "=", personId),
        ),
      ),
    )
    .orderBy("must_be_read", "desc")
    .orderBy("at")
    .execute();
  return { announcements: rows.map(asShown) };
}

/** The announcements of the last week, the newest first, with who has read each and who on shift has not. */
export async function announcementsMade(db: Reader, now: string): Promise<AnnouncementsMade> {
  const since = new Date(Date.parse(now) - shownForMs);
  const rows = await announced(db).where("at", ">", since).orderBy("at", "desc").limit(50).execute();
  const [readings, staff] = await Promise.all([readingsOf(db, rows), staffOf(db, now)]);
  return {
    teams: [...new Set(staff.flatMap(({ team }) => team ?? []))].sort(),
    announcements: rows.map((row) => {
      const read = readings.filter(({ announcement_id }) => announcement_id === row.id);
      const readers = new Set(read.map(({ person_id }) => person_id));
      const stands = row.withdrawn_at === null && row.until.toISOString() > now;
      const isMeant = (person: (typeof staff)[number]) =>
        person.on_shift &&
        person.person_id !== row.author_id &&
        (row.team === null || row.team === person.team);
      return {
        ...asShown(row),
        withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
        read: read.map(({ person_id, name, at }) => ({
          id: person_id,
          name: name ?? "",
          at: at.toISOString(),
        })),
        missing: staff
          .filter((person) => stands && isMeant(person) && !readers.has(person.person_id))
          .map(({ person_id, name }) => ({ id: person_id, name })),
      };
    }),
  };
}

async function readingsOf(db: Reader, rows: readonly Row[]) {
  if (rows.length === 0) return [];
  return db
    .selectFrom("announcement_readings")
    .leftJoin("executives", "executives.person_id", "announcement_readings.person_id")
    .select(["announcement_id", "announcement_readings.person_id", "at", "name"])
    .where(
      "announcement_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("at")
    .execute();
}

const staffOf = (db: Reader, now: string) =>
  db
    .selectFrom("executives")
    .leftJoin("presence", "presence.person_id", "executives.person_id")
    .select(["executives.person_id", "name", "team"])
    .select(
      sql<boolean>`coalesce(presence.state <> 'off' and presence.seen_at > ${now}::timestamptz
        - interval '1 second' * ${onShiftSeconds}, false)`.as("on_shift"),
    )
    .orderBy("name")
    .execute();
