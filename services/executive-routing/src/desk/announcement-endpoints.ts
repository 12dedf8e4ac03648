import { AnnouncementChanged, AnnouncementRead, type announcementChanges } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { loadCheckText } from "@liss/safety";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { recordChanges } from "../store/feed.ts";
import {
  AboutAnnouncement,
  Announce,
  Announcements,
  AnnouncementsMade,
  longestAnnouncementMs,
} from "./announcement-requests.ts";
import { announcementsFor, announcementsMade } from "./announcements-view.ts";
import type { DeskPerson } from "./commands.ts";
import { deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";

type Tx = Transaction<RoutingTables>;

const checkText = loadCheckText();
/** What belongs to one person. Where somebody lives, too: an announcement sends nobody anywhere. */
const ofSomebody: ReadonlySet<string> = new Set(["rut", "phone", "email", "address"]);
/** As the desk calls the women: `Rosa-41`, however it is typed. */
const codeNames = /(\p{L}+)[ -]?(\d{1,5})(?!\d)/gu;

/** What supervisors tell the shift: who may, whom it reaches, who has read it. */
export const announcementEndpoints: Endpoint[] = [
  question({
    path: "/announcements",
    summary: "What supervisors told her shift, stands, and she has not read yet",
    answer: Announcements,
    handle: ({ deps: { db, clock }, me }) => announcementsFor(db, me.id, clock.now()),
  }),
  question({
    path: "/announcements/made",
    summary: "What was told in the last week, who has read it and who on shift has not",
    roles: supervisorsOnly,
    answer: AnnouncementsMade,
    handle: ({ deps: { db, clock } }) => announcementsMade(db, clock.now()),
  }),
  deskCommand({
    path: "/announcements",
    summary: "Tells everybody on shift, or a team, something for a while",
    roles: supervisorsOnly,
    body: Announce,
    answer: Done,
    does: async (tx, { announcementId, text, team, until, mustBeRead }, { me, now }) => {
      const standsMs = Date.parse(until) - Date.parse(now);
      if (standsMs <= 0 || standsMs > longestAnnouncementMs)
        throw new Refused("invalid-request", "It stands from now on, for a week at most");
      if (await namesSomebody(tx, text)) throw new Refused("text-with-personal-data");
      const made = await tx
        .insertInto("announcements")
        .values({
          id: announcementId,
          author_id: me.id,
          text,
          team,
          until,
          must_be_read: mustBeRead,
          at: now,
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning(["team", "until", "must_be_read"])
        .executeTakeFirst();
      if (!made) throw new Refused("conflict", "An announcement with this id exists already");
      await tell(tx, me, { announcementId, change: "made", row: made, now });
      return undefined;
    },
  }),
  deskCommand({
    path: "/announcements/withdraw",
    summary: "Takes an announcement back, whoever of the supervisors made it",
    roles: supervisorsOnly,
    body: AboutAnnouncement,
    answer: Done,
    does: async (tx, { announcementId }, { me, now }) => {
      const row = await tx
        .updateTable("announcements")
        .set({ withdrawn_at: now })
        .where("id", "=", announcementId)
        .where("withdrawn_at", "is", null)
        .where("until", ">", new Date(now))
        .returning(["team", "until", "must_be_read"])
        .executeTakeFirst();
      if (row) await tell(tx, me, { announcementId, change: "withdrawn", row, now });
      return undefined;
    },
  }),
  deskCommand({
    path: "/announcements/read",
    summary: "Says that she has read it; it leaves her screen",
    body: AboutAnnouncement,
    answer: Done,
    does: async (tx, { announcementId }, { me, now }) => {
      const { announcements } = await announcementsFor(tx, me.id, now);
      if (!announcements.some(({ id }) => id === announcementId)) return undefined;
      const first = await tx
        .insertInto("announcement_readings")
        .values({ announcement_id: announcementId, person_id: me.id, at: now })
        .onConflict((conflict) => conflict.doNothing())
        .returning("person_id")
        .executeTakeFirst();
      if (!first) return undefined;
      await appendEvents(tx, [
        AnnouncementRead.create({ ...by(me, now), data: { personId: me.id, announcementId } }),
      ]);
      await recordChanges(tx, [{ kind: "reading", sessionId: null, refId: announcementId }]);
      return undefined;
    },
  }),
];

/** Many read it and it lies unsealed: it names no woman, and holds nothing by which one could be found. */
async function namesSomebody(tx: Tx, text: string): Promise<boolean> {
  if (checkText(text, undefined, { pii: true }).reasons.some(({ code }) => ofSomebody.has(code))) return true;
  const named = [...text.matchAll(codeNames)].map(([, name, number]) => `${name}-${number}`.toLowerCase());
  if (named.length === 0) return false;
  const known = await tx
    .selectFrom("contacts")
    .select("id")
    .where(sql<string>`lower(code_name)`, "in", named)
    .limit(1)
    .executeTakeFirst();
  return known !== undefined;
}

async function tell(
  tx: Tx,
  me: DeskPerson,
  {
    announcementId,
    change,
    row,
    now,
  }: {
    announcementId: string;
    change: (typeof announcementChanges)[number];
    row: { team: string | null; until: Date; must_be_read: boolean };
    now: string;
  },
): Promise<void> {
  const data = {
    personId: me.id,
    announcementId,
    change,
    audience: row.team === null ? ("everybody" as const) : ("team" as const),
    until: row.until.toISOString(),
    mustBeRead: row.must_be_read,
  };
  await appendEvents(tx, [AnnouncementChanged.create({ ...by(me, now), data })]);
  await recordChanges(tx, [{ kind: "announcement", sessionId: null, refId: announcementId }]);
}

const by = ({ id, role }: DeskPerson, now: string) => ({
  id: uuidv7(),
  source: "executive-routing" as const,
  occurredAt: now,
  actor: { kind: "person" as const, id, role },
});
