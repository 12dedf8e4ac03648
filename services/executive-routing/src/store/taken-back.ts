import { type RawBuilder, sql } from "kysely";

/**
 * When she took a message back: it, or the one whose words it replaces. Null: she did not. `of` is the query's name for
 * `messages`; what was taken back is shown to nobody, by no way. Source: docs/adr/0027.
 */
export function takenBackAt(of = "messages"): RawBuilder<Date | null> {
  return sql<Date | null>`(select min(taken.at) from revocations taken
    where taken.message_id in (${sql.ref(`${of}.id`)}, ${sql.ref(`${of}.edit_of`)}))`;
}

/** Each equality by itself: over many messages Postgres then joins, and does not look twice for each of them. */
export function notTakenBack(of = "messages"): RawBuilder<boolean> {
  const isNot = (column: string) =>
    sql`not exists (select from revocations taken where taken.message_id = ${sql.ref(`${of}.${column}`)})`;
  return sql<boolean>`(${isNot("id")} and (${sql.ref(`${of}.edit_of`)} is null or ${isNot("edit_of")}))`;
}
