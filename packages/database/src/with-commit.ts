import { CompiledQuery, type RawBuilder } from "kysely";
import type { Transaction } from "./database.ts";

/** By this a connection of ours knows that a statement can wait. It never reaches Postgres. */
const mark = "/* with the commit */ ";

/**
 * Leaves a statement for the end of the transaction: it travels together with the commit, in the order given, and costs
 * no round trip of its own. If it fails, nothing is committed, and the transaction rejects with its error.
 * @returns a list that is empty until the transaction is committed; then it holds the rows.
 */
export async function withCommit<DB, Row>(
  tx: Transaction<DB>,
  statement: RawBuilder<Row>,
): Promise<readonly Row[]> {
  const { sql, parameters } = statement.compile(tx);
  const { rows } = await tx.executeQuery<Row>(CompiledQuery.raw(`${mark}${sql}`, [...parameters]));
  return rows;
}

/** The statement that was left for the commit; undefined if this is none. */
export function asHeld(text: unknown): string | undefined {
  return typeof text === "string" && text.startsWith(mark) ? text.slice(mark.length) : undefined;
}
