import { type RawBuilder, sql } from "kysely";

/**
 * When she took a message back: it, or the one whose words it replaces. Null: she did not. `of` is the query's name for
 * `messages`; what was taken back is shown to nobody, by no way. Source: docs/adr/0027.
 */
export function takenBackAt(of = "messages"): RawBuilder<Date | null> {
  return sql<Date | null>`(select min(taken.at) from revocations taken where ${isOf(of)})`;
}

export function notTakenBack(of = "messages"): RawBuilder<boolean> {
  return sql<boolean>`not exists (select from revocations taken where ${isOf(of)})`;
}

function isOf(of: string) {
  return sql`taken.message_id in (${sql.ref(`${of}.id`)}, ${sql.ref(`${of}.edit_of`)})`;
}
