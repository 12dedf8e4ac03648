/** Careful reading of JSON from outside: every function takes anything and never throws. */

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A non-empty text; numbers count, because some fields come as either. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A list whose places are named; a lone object counts as a list of one, for such bodies have been seen. */
export function listOf(value: unknown, path: string): { value: unknown; path: string }[] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => ({ value: item, path: `${path}[${index}]` }));
  return isFields(value) ? [{ value, path }] : undefined;
}

const year2009 = 1_230_768_000; // WhatsApp did not exist before
const year2100 = 4_102_444_800;

/** Unix seconds as text or number; anything that cannot be a time of WhatsApp's is undefined. */
export function instantOf(value: unknown): Date | undefined {
  const seconds = typeof value === "string" && /^\d{1,13}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !(seconds >= year2009 && seconds <= year2100)) return undefined;
  return new Date(Math.trunc(seconds) * 1_000);
}

/** WhatsApp's own words for kinds: what does not look like one is not repeated anywhere. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/.test(value) ? value : undefined;
}

/** A WhatsApp error code. */
export function codeOf(value: unknown): number | undefined {
  const code = typeof value === "string" ? Number(value) : value;
  return typeof code === "number" && Number.isSafeInteger(code) ? code : undefined;
}

/** The code of the first of `errors`, when there is one. */
export function firstErrorCode(errors: unknown): number | undefined {
  const first = listOf(errors, "")?.[0]?.value;
  return isFields(first) ? codeOf(first.code) : undefined;
}
