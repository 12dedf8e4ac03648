import { context, defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";

// Only messages between our services carry trace context. The SDK itself runs without a propagator: a webhook
// cannot choose our trace ids, and no session id reaches Meta in an outgoing header.
const w3c = new W3CTraceContextPropagator();

/** Headers (`traceparent`, `tracestate`) that carry the active trace in a message; empty without a span. */
export function injectTrace(): Record<string, string> {
  const headers: Record<string, string> = {};
  w3c.inject(context.active(), headers, defaultTextMapSetter);
  return headers;
}

/** Runs `fn` with the trace that the message's headers carry as the active one. Bad headers are ignored. */
export function withTrace<T>(headers: Record<string, string>, fn: () => T): T {
  return context.with(w3c.extract(ROOT_CONTEXT, headers, defaultTextMapGetter), fn);
}
