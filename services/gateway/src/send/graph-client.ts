import { z } from "zod";
import type { Answer } from "./outcome.ts";

export type GraphClient = {
  /** Posts one message, once. Never throws: whatever happens is an answer. */
  post(body: object): Promise<Answer>;
};

export type GraphOptions = {
  /** `https://graph.facebook.com`, or the simulator. */
  url: string;
  version: string;
  phoneNumberId: string;
  accessToken: string;
  timeoutMs: number;
};

const Accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const Refused = z.object({ error: z.object({ code: z.coerce.number().int() }) });

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

/** The Cloud API's messages endpoint. Thin on purpose: this is where a message could be sent twice. */
export function graphClient({
  url,
  version,
  phoneNumberId,
  accessToken,
  timeoutMs,
}: GraphOptions): GraphClient {
  const endpoint = `${url.replace(/\/$/, "")}/${version}/${phoneNumberId}/messages`;

  async function post(body: object): Promise<Answer> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(endpoint, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        // A redirect would carry the token to wherever it points.
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      return neverLeft.has(causeCode(error))
        ? { kind: "not-taken" }
        : { kind: "unanswered", why: "no-answer" };
    }
    return readAnswer(response, text);
  }

  return { post };
}

function readAnswer(response: Response, text: string): Answer {
  const json = parse(text);
  const { status } = response;
  const retryAfterMs = waitAskedFor(response.headers);
  const accepted = Accepted.safeParse(json);
  const wamid = accepted.data?.messages[0]?.id;
  if (response.ok && wamid !== undefined) return { kind: "accepted", wamid };
  const refused = Refused.safeParse(json);
  if (!response.ok && refused.success) {
    return { kind: "refused", status, code: refused.data.error.code, retryAfterMs };
  }
  // Without WhatsApp's own error only these two say that nobody looked at it; a 500, 502 or 504 from something in
  // between may have let it through.
  if (status === 429 || status === 503) return { kind: "not-taken", status, retryAfterMs };
  return { kind: "unanswered", why: "unreadable-answer" };
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
