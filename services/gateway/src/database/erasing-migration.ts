import type { Migrations } from "@liss/database";
import { type Kysely, sql } from "kysely";

/** A contact may be forgotten: then neither number nor BSUID leads to her. */
const statements = [
  `do $$ declare name text; begin
    select conname into name from pg_constraint
      where conrelid = 'contacts'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%phone_index%';
    if name is not null then execute format('alter table contacts drop constraint %I', name); end if;
  end $$`,
  "alter table contacts add column erased_at timestamptz",
  `alter table contacts add constraint contacts_known check
    (erased_at is not null or phone_index is not null or bsuid_index is not null)`,
  // What is still to be done for an erased contact. The indexes are here only until it is.
  `create table erasures (
    contact_id uuid primary key references contacts (id),
    phone_index bytea,
    bsuid_index bytea,
    asked_at timestamptz not null,
    days text[] not null default '{}',
    deliveries integer not null default 0,
    sealed_anew integer not null default 0,
    done_at timestamptz,
    check (done_at is null or (phone_index is null and bsuid_index is null))
  )`,
  "create index erasures_open on erasures (asked_at) where done_at is null",
  // Keys of raw deliveries that have expired, until they are destroyed too.
  "create table expired_keys (key_id uuid primary key)",
];

export const erasingMigration: Migrations = {
  "2026-11-28-gateway-erasing": {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
};
