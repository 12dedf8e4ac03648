import pg from "pg";

/** A statement that comes this often is worth preparing; a text that varies with the number of its values hardly is. */
const worthIt = 5;
/** Each costs memory in every connection of the server, and a count here. */
const most = { prepared: 200, counted: 2_000 } as const;
/** A table changed under a prepared statement ("cached plan must not change result type"). */
const featureNotSupported = "0A000";

const counts = new Map<string, number>();
const names = new Map<string, string>();
/** Part of each name: after a change of a table everything is prepared anew, under other names. */
let generation = 0;

/** The name under which this text is prepared; undefined as long as that is not worth it. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return `${generation}.${known}`;
  const count = (counts.get(text) ?? 0) + 1;
  if (count < worthIt || names.size >= most.prepared) {
    if (counts.size < most.counted || counts.has(text)) counts.set(text, count);
    return undefined;
  }
  counts.delete(text);
  names.set(text, String(names.size));
  return nameOf(text);
}

/**
 * A connection that has the server prepare what it asks often: parsing and planning cost it as much as running the
 * short statements that we have. A statement whose table changed meanwhile (a migration, while an older release still
 * runs) fails once, like any other that may be repeated, and is prepared anew.
 */
export class PreparingClient extends pg.Client {
  // The many shapes of pg's own signature come down to this: only (text, values) is what Kysely asks with.
  protected readonly ask: Ask = (...given) => {
    const query = super.query.bind(this) as unknown as Ask;
    const [text, values, ...rest] = given;
    if (typeof text !== "string" || !Array.isArray(values) || values.length === 0) return query(...given);
    const name = nameOf(text);
    const asked = query(name === undefined ? { text, values } : { name, text, values }, ...rest);
    if (name !== undefined && asked instanceof Promise) asked.catch(this.noticeChange);
    return asked;
  };
  override query = this.ask as typeof pg.Client.prototype.query;

  /** The name under which this very connection has the text prepared. */
  protected preparedAs(text: string): string | undefined {
    const known = names.get(text);
    if (known === undefined) return undefined;
    const name = `${generation}.${known}`;
    const { connection } = this as unknown as { connection: { parsedStatements: Record<string, string> } };
    return connection.parsedStatements[name] === text ? name : undefined;
  }

  protected readonly noticeChange = (error: unknown): void => {
    if (error instanceof pg.DatabaseError && error.code === featureNotSupported) generation += 1;
  };
}

/** What pg's `query` is, whatever it is given. */
export type Ask = (...given: unknown[]) => unknown;
