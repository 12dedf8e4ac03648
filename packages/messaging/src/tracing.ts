import { injectTrace, withTrace } from "@liss/telemetry";
import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

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

type Received = { subject: string; eventId: string; bytes: number; headers: Record<string, string> };
type Consuming = { consumer: string; deliveries: number };

/** Runs `work` in a consumer span, child of the producer's. */
export async function inConsumerSpan<T>(
  message: Received,
  details: Consuming,
  work: () => Promise<T>,
): Promise<T> {
  const span = startConsumerSpan(message, details);
  let failure: unknown;
  try {
    return await span.within(work);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    span.end(failure);
  }
}

/** A consumer span of a message that is dealt with together with others. */
export type ConsumerSpan = {
  within<T>(work: () => T): T;
  /** With what went wrong, if something did. */
  end(failure?: unknown): void;
};

export function startConsumerSpan(message: Received, details: Consuming): ConsumerSpan {
  const extra = {
    "messaging.consumer.group.name": details.consumer,
    "liss.messaging.deliveries": details.deliveries,
  };
  return withTrace(message.headers, () => {
    const span = tracer().startSpan(`process ${typeOf(message.subject)}`, {
      kind: SpanKind.CONSUMER,
      attributes: { ...attributes("process", message), ...extra },
    });
    const inside = trace.setSpan(context.active(), span);
    return {
      within: (work) => context.with(inside, work),
      end: (failure) => {
        if (failure !== undefined) markFailed(span, failure);
        span.end();
      },
    };
  });
}

async function ended<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    markFailed(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Its class only: a message may quote what it choked on. */
function markFailed(span: Span, error: unknown): void {
  span.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
  span.setStatus({ code: SpanStatusCode.ERROR });
}
