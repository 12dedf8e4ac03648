import type { Problem, RefusalCode } from "@liss/executive-routing/desk-api";

/** Why the server did not do it; `unreachable` when no answer came. */
export type RefusedBecause = RefusalCode | "unreachable";

/** Thrown by every request that did not end well. The sentence for it is in the catalogue, by code. */
export class RequestRefused extends Error {
  override readonly name = "RequestRefused";
  readonly code: RefusedBecause;
  constructor(code: RefusedBecause) {
    super(code);
    this.code = code;
  }
}

/** The code of whatever a request threw; what is not ours counts as the server's own fault. */
export function codeOf(error: unknown): RefusedBecause {
  return error instanceof RequestRefused ? error.code : "unavailable";
}

type Order = { method?: "GET" | "POST" | "PUT"; body?: unknown; key?: string; signal?: AbortSignal };

/** No answer in this time is no answer (ms). */
const patience = 15_000;

/**
 * Asks the desk's API. Throws RequestRefused, never anything else but an abort. The answer's shape is taken on trust:
 * the process that answers is the one that served this page, and the schemas would weigh a quarter of the console.
 */
export async function request<Answer>(
  path: string,
  { method = "GET", body, key, signal }: Order = {},
): Promise<Answer> {
  const timeout = AbortSignal.timeout(patience);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: "same-origin",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    answer = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  } catch {
    signal?.throwIfAborted();
    throw new RequestRefused("unreachable");
  }
  if (!response.ok) throw new RequestRefused((answer as Partial<Problem> | undefined)?.code ?? "unavailable");
  // A page instead of JSON: something stands between us and the server.
  if (answer === undefined && response.status !== 204) throw new RequestRefused("unavailable");
  return answer as Answer;
}

/** Is it worth asking the same again, under the same Idempotency-Key? */
export function isWorthRepeating(code: RefusedBecause): boolean {
  return code === "unreachable" || code === "unavailable" || code === "conflict";
}

export const retries = { most: 4, delay: (attempt: number) => Math.min(2000, 250 * 2 ** attempt) };

/** For questions and commands that may be asked again by themselves. */
export const patiently = {
  retry: (failures: number, error: unknown) => isWorthRepeating(codeOf(error)) && failures < retries.most,
  retryDelay: retries.delay,
};
