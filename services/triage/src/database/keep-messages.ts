import { type Kysely, sql } from "kysely";

/**
 * Keeping messages and looking around them is one call, for as many as arrived together: each statement is a round trip,
 * and the conversations are locked meanwhile. The function only keeps, locks and looks; what it means is decided by the
 * rules. Conversations are locked in one order, so that two lists never wait for each other. See docs/adr/0021.
 */
export async function createKeepMessages(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function keep_messages(given json, at timestamptz, near integer, near_ms integer, burst_ms integer)
      returns table (id uuid, tier text, indicators jsonb, signs jsonb, medical_referral boolean,
        before json, after json, lately integer, codes json)
      language plpgsql volatile as $$
      #variable_conflict use_column
      declare
        one record;
        near_by interval := near_ms * interval '1 millisecond';
      begin
        insert into conversations (session_id, contact_id, tier, indicators, medical_referral, updated_at)
          select distinct on (g.session_id) g.session_id, g.contact_id, null, '[]'::jsonb, false, at
          from json_to_recordset(given) as g(session_id uuid, contact_id uuid) order by g.session_id
          on conflict (session_id) do nothing;
        perform from conversations c
          where c.session_id = any(array(select (g->>'session_id')::uuid from json_array_elements(given) g))
          order by c.session_id for update;
        for one in select * from json_to_recordset(given) as g(id uuid, session_id uuid, contact_id uuid, kind text,
          sent_at timestamptz, received_at timestamptz, key_id uuid, box text)
        loop
          insert into messages (id, session_id, kind, sent_at, received_at, key_id, box)
            values (one.id, one.session_id, one.kind, one.sent_at, one.received_at, one.key_id,
              decode(one.box, 'base64'))
            on conflict do nothing;
          continue when not found;
          return query select one.id, c.tier, c.indicators, c.signs, c.medical_referral,
            (select json_agg(neighbour(m) order by m.sent_at, m.received_at, m.id) from (
              select * from messages m where m.session_id = one.session_id and m.sent_at >= one.sent_at - near_by
                and (m.sent_at, m.received_at, m.id) < (one.sent_at, one.received_at, one.id)
              order by m.sent_at desc, m.received_at desc, m.id desc limit near) m),
            (select json_agg(neighbour(m) order by m.sent_at, m.received_at, m.id) from (
              select * from messages m where m.session_id = one.session_id and m.sent_at <= one.sent_at + near_by
                and (m.sent_at, m.received_at, m.id) > (one.sent_at, one.received_at, one.id)
              order by m.sent_at, m.received_at, m.id limit near) m),
            (select count(*)::integer from messages m where m.session_id = one.session_id
              and m.sent_at > one.sent_at - burst_ms * interval '1 millisecond' and m.sent_at <= one.sent_at),
            (select json_agg(json_build_object('id', w.id, 'effect', w.effect,
                'sealed', json_build_object('keyId', w.key_id, 'box', one_line(w.box))) order by w.id)
              from code_words w where w.contact_id = one.contact_id and w.box is not null)
            from conversations c where c.session_id = one.session_id;
        end loop;
      end $$`.execute(db);
}

/** Sealed bytes as they are in a contract: base64 without the line ends that Postgres writes. */
export async function createSealedAsJson(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function one_line(box bytea) returns text language sql immutable as
      $$ select translate(encode(box, 'base64'), E'\\n', '') $$`.execute(db);
  await sql`
    create function neighbour(message messages) returns json language sql stable as $$
      select json_build_object('id', message.id,
        'content', json_build_object('keyId', message.key_id, 'box', one_line(message.box))) $$`.execute(db);
}
