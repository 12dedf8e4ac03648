/** Sockets: the server is not there, or went away. */
const socketErrors = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT", // a Unix socket that is not there
]);

/**
 * SQLSTATEs that say "not now": connection (08), out of connections, memory or disk (53), stopped by an
 * administrator, crashed or starting (57P01–57P03), I/O (58030), and a standby that has not been promoted (25006).
 */
const states = /^(08...|53...|57P0[123]|58030|25006)$/;

/** What pg and Kysely say without a code. */
const messages = [
  /^connection terminated/i,
  /^timeout e(xpired|xceeded)/i,
  /^query read timeout/i,
  /connection error and is not queryable/i,
  /was closed and is not queryable/i,
  /connection has been discarded/i,
];

/**
 * True when Postgres is down, unreachable or has no room, so that the same statement may succeed later;
 * false for a statement that is itself wrong. Looks through `cause` and `AggregateError`.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code !== undefined && (socketErrors.has(code) || states.test(code))) return true;
  if (code === undefined && messages.some((message) => message.test(error.message))) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return error.cause !== undefined && isUnavailable(error.cause);
}

/**
 * True when two transactions got in each other's way (serialization failure, deadlock, a lock that was waited for too
 * long): run it again at once.
 */
export function isContended(error: unknown): boolean {
  const code = error instanceof Error ? codeOf(error) : undefined;
  return code === "40001" || code === "40P01" || code === "55P03";
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Whether Postgres cannot keep this text whatever the table: it holds a NUL. Whoever sent it wrote something wrong. */
export function isUnstorable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "22021" || code === "22P05";
}
