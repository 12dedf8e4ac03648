import type pg from "pg";
import { PreparingClient } from "./prepared.ts";

/** What pg's own types leave out of a connection: the messages of the extended protocol, and the socket. */
type Wire = {
  stream: { cork(): void; uncork(): void };
  bind(message: { statement: string; values: unknown[] }): void;
  execute(message: object): void;
};

/** Under this name each connection has `begin` prepared, from its first transaction on. */
const begin = "begin";

/**
 * A connection whose transactions begin together with their first statement: one round trip less each, and none at all
 * for a transaction that asks nothing. Both travel as one message group, of which Postgres does nothing further once
 * something in it has failed: a statement is never run outside of the transaction that it was meant for.
 */
export class TransactingClient extends PreparingClient {
  private canBegin = false;
  /** A transaction is asked for, and nothing has been asked in it yet. */
  private awaitsFirst = false;

  override query = ((...given: unknown[]): unknown => {
    const [text, values] = given;
    if (text === begin && isEmpty(values)) return this.beginLater();
    if (!this.awaitsFirst) return this.ask(...given);
    this.awaitsFirst = false;
    if (text === "commit" || text === "rollback") return Promise.resolve(nothing);
    return this.beginWith(given);
  }) as typeof pg.Client.prototype.query;

  private beginLater(): unknown {
    if (this.canBegin) {
      this.awaitsFirst = true;
      return Promise.resolve(nothing);
    }
    return Promise.resolve(this.ask({ name: begin, text: begin })).then((begun) => {
      this.canBegin = true;
      return begun;
    });
  }

  private beginWith(given: unknown[]): unknown {
    const [text, values] = given;
    const { connection, readyForQuery } = this as unknown as { connection: Wire; readyForQuery: boolean };
    // What has no values travels by the simple protocol, which knows no groups.
    if (typeof text !== "string" || isEmpty(values) || typeof given.at(-1) === "function" || !readyForQuery)
      return Promise.resolve(this.ask(begin)).then(() => this.ask(...given));
    connection.stream.cork();
    try {
      connection.bind({ statement: begin, values: [] });
      connection.execute({});
      return Promise.resolve(this.ask(...given)).then(secondOf);
    } finally {
      connection.stream.uncork();
    }
  }
}

const nothing = { command: "", rowCount: null, oid: 0, rows: [], fields: [] } satisfies pg.QueryResult;

function isEmpty(values: unknown): boolean {
  return values === undefined || (Array.isArray(values) && values.length === 0);
}

/** Of two results in one group, `begin`'s is nobody's business. */
function secondOf(results: unknown): unknown {
  return Array.isArray(results) ? results[1] : results;
}
