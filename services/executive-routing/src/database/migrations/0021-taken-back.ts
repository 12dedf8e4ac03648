import type { Migration } from "@liss/database";
import { type Kysely, sql } from "kysely";

/**
 * What became of a message that she took back, by the policy of the installation. Those of before are decided at the next
 * look of the keeper, on the record like the others; their words stop being found now. Source: docs/adr/0033.
 */
export const takenBack: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table revocations
        add column settled_at timestamptz,
        add column outcome text check (outcome in ('kept-sealed', 'destroyed')),
        add constraint revocations_settled check ((settled_at is null) = (outcome is null));
      create index revocations_to_settle on revocations (at) where settled_at is null;
      create index revocations_destroyed on revocations (message_id) where outcome = 'destroyed';
      create index messages_edits on messages (edit_of) where edit_of is not null;
      delete from word_marks using revocations taken, messages m
        where m.id = word_marks.ref_id and taken.message_id in (m.id, m.edit_of);
      -- A case had a field that said "legal hold" and held nothing; what is held is in legal_holds.
      delete from case_facts where field = 'legal.hold';
    `.execute(db);
  },
};
