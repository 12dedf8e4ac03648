import type { Migration } from "@liss/database";
import { sql } from "kysely";

/** What witnesses said of checkpoints: kept like the record, added to and never changed. */
export const cosignatures: Migration = {
  async up(db) {
    await sql`
      create table cosignatures (
        size bigint not null references checkpoints (size),
        witness text not null,
        line text not null,
        at timestamptz not null,
        primary key (size, witness)
      )`.execute(db);
    await sql`alter table cosignatures enable row level security`.execute(db);
    await sql`create policy read on cosignatures for select using (true)`.execute(db);
    await sql`create policy append on cosignatures for insert with check (true)`.execute(db);
    await sql`
      create trigger append_only before update or delete or truncate on cosignatures
      for each statement execute function refuse_change()`.execute(db);
  },
};
