import {
  type AttributeValue,
  type Context,
  context,
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { idsOfSession, withChosenIds } from "./ids.ts";

/**
 * Attributes of our own spans. Only the `liss.` and `messaging.` namespaces leave the process (the guard drops
 * the rest), and their values must be codes, ids, numbers or booleans: never words of a person.
 */
export type SpanAttributes = {
  [key: `liss.${string}` | `messaging.${string}`]: AttributeValue;
  "error.type"?: string;
};

const tracer = () => trace.getTracer("liss");

/**
 * Runs `fn` inside a span of the session's trace. Its parent is the active span when that already belongs to
 * the session, and the session's root span otherwise; in that case the active span (say, the webhook request
 * that carried the message) is linked, so that one can walk from either trace to the other.
 *
 * The span ends when the promise settles; a rejection marks it as failed with the error's class only.
 */
export async function inSession<T>(
  sessionId: string,
  spanName: string,
  attributes: SpanAttributes,
  fn: (span: Span) => Promise<T> | T,
): Promise<T> {
  const { parent, links } = placeInSession(sessionId);
  const options = { kind: SpanKind.INTERNAL, attributes, links };
  return tracer().startActiveSpan(spanName, options, parent, async (span) => {
    try {
      return await fn(span);
    } catch (error) {
      span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/**
 * Emits THE root span of a session: trace id = the session id's 16 bytes, span id = its last 8. Called once, by
 * the service that opens the session; every span of `inSession` without a nearer parent hangs from it.
 */
export function emitSessionRoot(sessionId: string, attributes: SpanAttributes): void {
  const ids = idsOfSession(sessionId);
  const active = trace.getActiveSpan()?.spanContext();
  const links: Link[] = active && active.traceId !== ids.traceId ? [{ context: active }] : [];
  withChosenIds(ids, () =>
    tracer().startSpan("session", { root: true, kind: SpanKind.INTERNAL, attributes, links }),
  ).end();
}

function placeInSession(sessionId: string): { parent: Context; links: Link[] } {
  const { traceId, spanId } = idsOfSession(sessionId);
  const here = context.active();
  const active = trace.getSpanContext(here);
  if (active?.traceId === traceId) return { parent: here, links: [] };
  const root = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return { parent: trace.setSpanContext(here, root), links: active ? [{ context: active }] : [] };
}
