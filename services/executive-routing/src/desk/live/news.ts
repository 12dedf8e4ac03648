import { sql } from "kysely";
import type { FeedKind } from "../../database/tables.ts";
import type { Session } from "../../session/session.ts";
import { notTakenBack, takenBackAt } from "../../store/taken-back.ts";
import type { SessionCard } from "../api.ts";
import { type Sight, type SightRow, sightFrom } from "../sight.ts";
import { cardFrom, type MessageRow, type Reader } from "../views.ts";

/** Something that changed, as it is now. */
export type Change = {
  sequence: number;
  kind: FeedKind;
  refId: string;
  /** Of a session. */
  card: SessionCard | undefined;
  /** Of a message in a conversation that somebody watches; sealed still. */
  message: MessageRow | undefined;
};

export type News = {
  changes: Change[];
  /** How far one has read then, and how many changes that were; what changed twice is among `changes` once. */
  last: number;
  many: number;
  /** Who may know of these sessions, and who may read them. */
  sight: Sight;
};

/**
 * What changed after a number of the feed, in its order, and all that has to be known to show it to whom it concerns:
 * one question. It is asked after every commit of anybody's; as four it cost more than what it was asked for.
 * `watched`: conversations that are open on a console. Of the others nobody is shown a message.
 */
export async function newsAfter(
  db: Reader,
  asked: { after: number; limit: number; watched: readonly string[]; now: string },
): Promise<News> {
  const { rows } = await sql<NewsRow>`
    with fresh as materialized (
      select sequence, kind, session_id, ref_id from desk_feed
      where sequence > ${asked.after} order by sequence limit ${asked.limit}
    ),
    extent as (select max(sequence) as last, count(*) as many from fresh),
    latest as (
      select distinct on (kind, ref_id) sequence, kind, session_id, ref_id from fresh
      order by kind, ref_id, sequence desc
    ),
    wanted as (
      select latest.*, kind = 'session' or (kind = 'message' and session_id = any(${asked.watched}::uuid[])) as shown
      from latest
    ),
    -- A session that changed together with its messages is looked at once.
    placed as (
      select wanted.*, shown and row_number() over (
        partition by session_id order by shown desc, kind = 'session' desc) = 1 as first
      from wanted
    )
    select placed.sequence, placed.kind as changed, placed.ref_id, extent.last, extent.many,
      seen.*, said.*
    from placed cross join extent
      -- Each by its key, whatever the planner thinks of how many there are: a limit is what it cannot join otherwise.
      left join lateral (
        select s.id as seen_session, s.state, s.version, owner.name as owner_name, last_owner.team, c.blocked_at,
          (select count(*) from messages unread
            where placed.kind = 'session' and unread.session_id = s.id and unread.direction = 'in'
              and unread.seen_at is null
              and ${notTakenBack("unread")}) as unread,
          array(select person_id from walls where walls.contact_id = s.contact_id) as walled,
          array(select person_id from glass where glass.session_id = s.id and until > ${asked.now}) as broken,
          (select jsonb_object_agg(person_id, team) from executives
            where role = 'supervisor' and team is not null) as teams
        from sessions s
          left join executives owner on owner.person_id = s.owner_id
          left join executives last_owner on last_owner.person_id = s.last_owner_id
          left join contacts c on c.id = s.contact_id
        where s.id = placed.session_id and placed.first
        limit 1
      ) seen on true
      left join lateral (
        select m.id, m.session_id, m.direction, m.author, m.kind, m.content_key_id, m.content_box, m.sent_at,
          m.received_at, m.reply_to, m.edit_of, m.delivery_state, m.delivery_at, m.delivery_reason, m.seen_at,
          writer.name as author_name, a.tier as assessed_tier, a.indicators, a.evidence_key_id, a.evidence_box,
          ${takenBackAt("m")} as revoked_at, media.state as media_state, media.mime_type, media.bytes as media_bytes,
          media.reason as media_reason
        from messages m
          left join executives writer on writer.person_id = m.author_id
          left join assessments a on a.message_id = m.id
          left join media on media.message_id = m.id
        where m.id = placed.ref_id and placed.kind = 'message' and placed.shown
        limit 1
      ) said on true
    order by placed.sequence`.execute(db);
  return {
    changes: rows.map((row) => ({
      sequence: row.sequence,
      kind: row.changed,
      refId: row.ref_id,
      card: row.changed === "session" && row.seen_session !== null ? cardFrom(row) : undefined,
      message: row.id === null ? undefined : row,
    })),
    last: rows[0]?.last ?? asked.after,
    many: rows[0]?.many ?? 0,
    sight: sightFrom(
      rows.flatMap((row) => (row.seen_session === null ? [] : [{ ...row, id: row.seen_session }])),
    ),
  };
}

type NewsRow = MessageRow &
  Omit<SightRow, "id"> & {
    sequence: number;
    changed: FeedKind;
    ref_id: string;
    last: number;
    many: number;
    seen_session: string | null;
    state: Session;
    version: number;
    owner_name: string | null;
    unread: number;
  };
