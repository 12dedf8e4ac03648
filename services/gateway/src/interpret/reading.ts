/** Careful reading of JSON from outside: every function takes anything and never throws. */

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object, or an empty one: what is not there has no fields. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** A non-empty text; numbers count, because some fields come as either. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A text for people: with something in it, and not longer than its place allows. */
export function shortTextOf(value: unknown, longest: number): string | undefined {
  return textOf(value)?.slice(0, longest);
}

/**
 * A list whose places are named. A lone object counts as a list of one, and one whose keys are `0`, `1`… as the
 * list it was: such bodies have been seen.
 */
export function listOf(value: unknown, path: string): { value: unknown; path: string }[] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => ({ value: item, path: `${path}[${index}]` }));
  if (!isFields(value)) return undefined;
  const keys = Object.keys(value);
  if (keys.length === 0 || !keys.every((key) => /^\d{1,6}$/.test(key))) return [{ value, path }];
  return keys.map((key) => ({ value: value[key], path: `${path}[${key}]` }));
}

const year2009 = 1_230_768_000; // WhatsApp did not exist before
const year2100 = 4_102_444_800;

/** Unix seconds (or milliseconds) as text or number; anything that cannot be a time of WhatsApp's is undefined. */
export function instantOf(value: unknown): Date | undefined {
  const given = typeof value === "string" && /^\d{1,13}(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof given !== "number") return undefined;
  const seconds = given >= year2009 * 1_000 ? given / 1_000 : given;
  if (!(seconds >= year2009 && seconds <= year2100)) return undefined;
  return new Date(Math.trunc(seconds) * 1_000);
}

/** WhatsApp's own words for kinds: what does not look like one is not repeated anywhere. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(value) ? value : undefined;
}

/** A WhatsApp error code. */
export function codeOf(value: unknown): number | undefined {
  const code = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof code === "number" && Number.isSafeInteger(code) ? code : undefined;
}

/** The code of the first of `errors`, when there is one. */
export function firstErrorCode(errors: unknown): number | undefined {
  const first = listOf(errors, "")?.[0]?.value;
  return isFields(first) ? codeOf(first.code) : undefined;
}

/** `131047 Re-engagement message`: for whoever reads an interpretation, never for a log. */
export function errorNote(errors: unknown): string | undefined {
  const first = listOf(errors, "")?.[0]?.value;
  if (!isFields(first)) return undefined;
  const details = fieldsOf(first.error_data).details;
  const words = [textOf(first.title) ?? textOf(first.message), textOf(details)];
  const told = [...new Set(words.filter((word) => word !== undefined))].join(": ");
  return [codeOf(first.code) ?? "error", told].filter((part) => part !== "").join(" ");
}

/** The remarks that there are, in one. */
export function notesOf(...notes: (string | undefined | false)[]): string | undefined {
  const given = notes.filter((note) => typeof note === "string" && note !== "");
  return given.length === 0 ? undefined : given.join("; ");
}
