import { randomUUID } from "node:crypto";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/**
 * Runs a request in a span of its own: a trace that no caller can choose, and which what is made of the request is
 * linked to. `work` gets its `traceparent` and returns the HTTP status. Not recorded, it is a number without a span.
 */
export async function tracedRequest(
  { name, recorded }: { name: string; recorded: boolean },
  work: (traceparent: string) => Promise<number>,
): Promise<void> {
  if (!recorded) {
    await work(unrecorded());
    return;
  }
  const [method = "", route = ""] = name.split(" ");
  const attributes = { "http.request.method": method, "http.route": route };
  const span = trace
    .getTracer("@liss/gateway")
    .startSpan(name, { kind: SpanKind.SERVER, attributes }, ROOT_CONTEXT);
  const { traceId, spanId, traceFlags } = span.spanContext();
  try {
    const status = await work(`00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`);
    span.setAttribute("http.response.status_code", status);
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  } catch (error) {
    span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
    span.setStatus({ code: SpanStatusCode.ERROR });
  } finally {
    span.end();
  }
}

/** A `traceparent` that says of itself that nobody kept it. */
function unrecorded(): string {
  const traceId = randomUUID().replaceAll("-", "");
  return `00-${traceId}-${traceId.slice(16)}-00`;
}
