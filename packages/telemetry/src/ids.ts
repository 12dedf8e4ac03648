import { type IdGenerator, RandomIdGenerator } from "@opentelemetry/sdk-trace";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The trace id of a session (its 16 bytes) and the span id of its root span (its last 8 bytes). */
export interface SessionIds {
  traceId: string;
  spanId: string;
}

/**
 * Derives both ids from a session id. The variant bits of a UUID make its last 8 bytes never zero, so both are
 * always valid.
 *
 * @throws RangeError when the text is not a lower- or upper-case UUID; the text itself is not repeated.
 */
export function idsOfSession(sessionId: string): SessionIds {
  const uuid = sessionId.toLowerCase();
  if (!uuidPattern.test(uuid)) throw new RangeError("a session id must be a UUID");
  const traceId = uuid.replaceAll("-", "");
  return { traceId, spanId: traceId.slice(16) };
}

const random = new RandomIdGenerator();
let chosen: SessionIds | undefined;

/**
 * Random ids, except while `withChosenIds` runs. `startSpan` asks for its ids synchronously, so a module
 * variable set around that one call cannot leak into another span.
 */
export const idGenerator: IdGenerator = {
  generateTraceId: () => chosen?.traceId ?? random.generateTraceId(),
  generateSpanId: () => chosen?.spanId ?? random.generateSpanId(),
};

/** Runs `start` (which must be synchronous) so that the span it starts gets exactly these ids. */
export function withChosenIds<T>(ids: SessionIds, start: () => T): T {
  chosen = ids;
  try {
    return start();
  } finally {
    chosen = undefined;
  }
}
