import { z } from "zod";
import type { Failure } from "./outcome.ts";

/** What the Graph API answered: what was asked for, or why not. */
export type GraphAnswer<T> = { kind: "ok"; value: T } | Failure;

const Refused = z.object({
  error: z.object({
    code: z.coerce.number().int(),
    error_subcode: z.coerce.number().int().optional().catch(undefined),
  }),
});

/** Reads an answer whose success looks like `shape`. Nothing of a body that does not fit leaves from here. */
export function readAnswer<S extends z.ZodType>(
  response: Response,
  text: string,
  shape: S,
): GraphAnswer<z.output<S>> {
  const json = parse(text);
  const { status } = response;
  const retryAfterMs = waitAskedFor(response.headers);
  const accepted = shape.safeParse(json);
  if (response.ok && accepted.success) return { kind: "ok", value: accepted.data };
  const refused = Refused.safeParse(json);
  if (!response.ok && refused.success) {
    const { code, error_subcode: subcode } = refused.data.error;
    return { kind: "refused", status, code, subcode, retryAfterMs };
  }
  // Without WhatsApp's own error only these two say that nobody looked at it; a 500, 502 or 504 from something in
  // between may have let it through.
  if (status === 429 || status === 503) return { kind: "not-taken", status, retryAfterMs };
  return { kind: "unanswered", why: "unreadable-answer" };
}

/** Errors of a connection that was never made: the request cannot have left. */
const neverLeft = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** What a failed `fetch` means for the request: it cannot have left, or nobody knows. */
export function readFailure(error: unknown): Failure {
  return neverLeft.has(causeCode(error)) ? { kind: "not-taken" } : { kind: "unanswered", why: "no-answer" };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const causes = cause instanceof AggregateError ? cause.errors : [cause];
  const codes = causes.map((one) => (one as { code?: unknown } | undefined)?.code);
  // Several addresses were tried: it never left only if none of them was reached.
  const reached = codes.find((code) => typeof code !== "string" || !neverLeft.has(code));
  return reached === undefined && typeof codes[0] === "string" ? codes[0] : "";
}

/** `Retry-After` in seconds or as a date, or Meta's own estimate in minutes; the longest counts. */
function waitAskedFor(headers: Headers): number | undefined {
  const waits = [
    retryAfter(headers.get("retry-after")),
    usageEstimate(headers.get("x-business-use-case-usage")),
  ];
  const asked = waits.filter((wait) => wait !== undefined);
  return asked.length > 0 ? Math.max(...asked) : undefined;
}

function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

const Usage = z.record(
  z.string(),
  z.array(z.object({ estimated_time_to_regain_access: z.number().optional() })),
);

function usageEstimate(value: string | null): number | undefined {
  const usage = Usage.safeParse(value === null ? undefined : parse(value));
  if (!usage.success) return undefined;
  const minutes = Object.values(usage.data).flatMap((list) =>
    list.map((entry) => entry.estimated_time_to_regain_access ?? 0),
  );
  const longest = Math.max(0, ...minutes);
  return longest > 0 ? longest * 60_000 : undefined;
}
