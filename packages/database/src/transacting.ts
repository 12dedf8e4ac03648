import pg from "pg";
import { PreparingClient } from "./prepared.ts";
import { asHeld } from "./with-commit.ts";

/** What pg's own types leave out of a connection: the messages of the extended protocol, and the socket. */
type Wire = {
  stream: { cork(): void; uncork(): void };
  bind(message: { statement: string; values: unknown[] }): void;
  execute(message: object): void;
};

/** pg's own query, as far as it puts its messages on the wire. */
type Submitted = { prepare(connection: Wire): void };

/** A statement that waits for the commit, and the list in which its rows are expected. */
type Held = { text: string; values: unknown[]; rows: unknown[] };

/** Under these names each connection has them prepared, from its first transaction on. */
const begin = "begin";
const commit = "commit";

/**
 * A connection whose transactions begin together with their first statement, and end together with those that were left
 * for the commit (`withCommit`): a round trip less for each. They travel as one message group, of which Postgres does
 * nothing further once something in it has failed: a statement is never run outside of the transaction that it was
 * meant for, and what did not succeed is not committed.
 */
export class TransactingClient extends PreparingClient {
  private canBegin = false;
  private canCommit = false;
  /** A transaction is asked for, and nothing has been asked in it yet. */
  private awaitsFirst = false;
  private held: Held[] = [];

  override query = ((...given: unknown[]): unknown => {
    const [text, values] = given;
    if (text === begin && isEmpty(values)) return this.beginLater();
    const left = asHeld(text);
    if (left !== undefined) return this.hold(left, values as unknown[]);
    if (text === commit && this.held.length > 0) return this.commitHeld();
    if (text === "rollback") this.held = [];
    if (!this.awaitsFirst) return this.ask(...given);
    this.awaitsFirst = false;
    if (text === commit || text === "rollback") return Promise.resolve(nothing);
    return this.beginWith(given);
  }) as typeof pg.Client.prototype.query;

  private beginLater(): unknown {
    this.held = [];
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

  private hold(text: string, values: unknown[]): unknown {
    const rows: unknown[] = [];
    this.held.push({ text, values, rows });
    return Promise.resolve({ ...nothing, rows });
  }

  private async commitHeld(): Promise<unknown> {
    const held = this.held;
    this.held = [];
    if (this.awaitsFirst) {
      this.awaitsFirst = false;
      await this.ask(begin);
    }
    const names = held.map(({ text }) => this.preparedAs(text));
    const { readyForQuery } = this as unknown as { readyForQuery: boolean };
    if (this.canCommit && readyForQuery && names.every((name) => name !== undefined))
      return this.commitTogether(held, names);
    // What this connection has not prepared yet is asked by itself, like any other; after a few times it is prepared.
    for (const { text, values, rows } of held)
      rows.push(...((await this.ask(text, values)) as pg.QueryResult).rows);
    const committed = await this.ask({ name: commit, text: commit });
    this.canCommit = true;
    return committed;
  }

  private async commitTogether(
    held: readonly Held[],
    names: readonly (string | undefined)[],
  ): Promise<unknown> {
    const { connection } = this as unknown as { connection: Wire };
    // One message group is what lies between two syncs; the commit brings the only one.
    const wire = Object.create(connection, { sync: { value: () => {} } });
    let asked: unknown;
    connection.stream.cork();
    try {
      for (const [at, { text, values }] of held.entries()) {
        const query = new pg.Query({ name: names[at], text, values }) as unknown as Submitted;
        query.prepare(wire);
      }
      asked = this.ask({ name: commit, text: commit });
    } finally {
      connection.stream.uncork();
    }
    try {
      const results = (await asked) as pg.QueryResult[];
      for (const [at, { rows }] of held.entries()) rows.push(...(results[at]?.rows ?? []));
      return results.at(-1);
    } catch (error) {
      this.noticeChange(error);
      throw error;
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
