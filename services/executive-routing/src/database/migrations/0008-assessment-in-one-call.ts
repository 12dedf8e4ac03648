import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** Keeping an assessment, and locking the session that it is about, is one call. See 0006 for why and how. */
export const assessmentInOneCall: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create function assessment_of(contact uuid, said assessments)
        returns table (state jsonb, version integer)
        language plpgsql volatile as $$
        begin
          perform pg_advisory_xact_lock(hashtextextended('contact:' || contact::text, 0));
          insert into assessments select said.* on conflict (message_id) do nothing;
          return query
            select s.state, s.version from sessions s
            where s.id = (select m.session_id from messages m where m.id = said.message_id) for update;
        end $$;
    `.execute(db);
  },
};
