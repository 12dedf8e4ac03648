import { injectTrace, withTrace } from "@liss/telemetry";
import { type Attributes, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/** Looked up at each use: the SDK may be registered after this module is loaded. */
const tracer = () => trace.getTracer("@liss/messaging");

/** Messaging semantic conventions of OpenTelemetry. Ids and subjects only. */
function attributes(
  operation: "publish" | "process",
  message: { subject: string; eventId: string; bytes: number },
): Attributes {
  return {
    "messaging.system": "nats",
    "messaging.destination.name": message.subject,
    "messaging.operation.name": operation,
    "messaging.operation.type": operation === "publish" ? "send" : "process",
    "messaging.message.id": message.eventId,
    "messaging.message.body.size": message.bytes,
  };
}

const typeOf = (subject: string) => subject.replace(/\.v\d+$/, "");

/**
 * Runs `publish` in a producer span of the trace in which the event was appended. It receives the headers that make
 * the consumer's span a child of this one.
 */
export function inProducerSpan<T>(
  message: { subject: string; eventId: string; bytes: number; headers: Record<string, string> },
  publish: (headers: Record<string, string>) => Promise<T>,
): Promise<T> {
  return withTrace(message.headers, () =>
    tracer().startActiveSpan(
      `publish ${typeOf(message.subject)}`,
      { kind: SpanKind.PRODUCER, attributes: attributes("publish", message) },
      (span) => ended(span, () => publish(injectTrace())),
    ),
  );
}

/** Runs `work` in a consumer span, child of the producer's. */
export function inConsumerSpan<T>(
  message: { subject: string; eventId: string; bytes: number; headers: Record<string, string> },
  details: { consumer: string; deliveries: number },
  work: () => Promise<T>,
): Promise<T> {
  const extra = {
    "messaging.consumer.group.name": details.consumer,
    "liss.messaging.deliveries": details.deliveries,
  };
  return withTrace(message.headers, () =>
    tracer().startActiveSpan(
      `process ${typeOf(message.subject)}`,
      { kind: SpanKind.CONSUMER, attributes: { ...attributes("process", message), ...extra } },
      (span) => ended(span, work),
    ),
  );
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Its class only: a message may quote what it choked on.
    span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
