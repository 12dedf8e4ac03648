import { isContended, isUnavailable } from "@liss/database";

/**
 * The three ways in which a handler says that it failed. Their messages go to logs, dead letters and
 * alerts, so they hold ids and codes, never what somebody wrote.
 */

/** Not now: something it needs is away. The message is held and tried again here until that returns. */
export class Transient extends Error {
  override readonly name = "Transient";
}

/** Never: no repetition will help. Dead letter and an alert that a person sees. */
export class Permanent extends Error {
  override readonly name = "Permanent";
}

/** Somebody else was faster: reload and decide again, at once. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

export type FailureClass = "transient" | "permanent" | "conflict" | "other";

/** Postgres away is Transient, a deadlock or serialization failure is a Conflict, whoever threw them. */
export function classify(error: unknown): FailureClass {
  if (error instanceof Permanent) return "permanent";
  if (error instanceof Conflict || isContended(error)) return "conflict";
  if (error instanceof Transient || isUnavailable(error)) return "transient";
  return "other";
}

/**
 * An error in words that are safe to keep. Messages of errors that are not ours may quote what they choked
 * on (JSON.parse and Postgres do), so of those only the name, the code and the place in our source remain.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return "something that is not an Error was thrown";
  if (error instanceof Transient || error instanceof Permanent || error instanceof Conflict) {
    return `${error.name}: ${error.message}`;
  }
  const details = ["code", "constraint", "table", "column"]
    .map((key) => (error as unknown as Record<string, unknown>)[key])
    .filter((value) => typeof value === "string");
  return [error.name, ...issuesOf(error), ...details, placeOf(error)].filter(Boolean).join(" ");
}

/** Where a schema did not fit: `data.kind (invalid_value)`. Paths and codes are ours, values are hers. */
function issuesOf(error: Error): string[] {
  if (!("issues" in error) || !Array.isArray(error.issues)) return [];
  return error.issues
    .slice(0, 3)
    .map((issue: { path?: PropertyKey[]; code?: string }) => `${issue.path?.join(".")} (${issue.code})`);
}

/** `at claim.ts:42`: the first line of the stack that is not a library's or Node's. */
function placeOf(error: Error): string | undefined {
  for (const line of error.stack?.split("\n") ?? []) {
    if (!line.trimStart().startsWith("at ") || /node_modules|node:/.test(line)) continue;
    const place = /([^/\\\s(]+\.[cm]?[jt]s:\d+):\d+\)?$/.exec(line)?.[1];
    if (place) return `at ${place}`;
  }
  return undefined;
}
