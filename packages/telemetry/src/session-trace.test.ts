import { context, SpanKind, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { idGenerator, idsOfSession } from "./ids.ts";
import { emitSessionRoot, injectTrace, inSession, withTrace } from "./index.ts";

const sessionId = "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e";
const ids = { traceId: "01932f3e8a5b7c619d423f6a7b8c9d0e", spanId: "9d423f6a7b8c9d0e" };
const exporter = new InMemorySpanExporter();
const spanCalled = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name);

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({ idGenerator, spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
});
afterEach(() => exporter.reset());

describe("the trace of a session", () => {
  test("has the session's 16 bytes as trace id and its last 8 as the root's span id", () => {
    expect(idsOfSession(sessionId)).toEqual(ids);
    expect(idsOfSession(sessionId.toUpperCase())).toEqual(ids);
    expect(() => idsOfSession("una frase")).toThrow(RangeError);
    emitSessionRoot(sessionId, { "liss.channel": "whatsapp" });
    const root = spanCalled("session");
    expect(root?.spanContext()).toMatchObject(ids);
    expect(root?.parentSpanContext).toBeUndefined();
    expect(root?.kind).toBe(SpanKind.INTERNAL);
  });

  test("the ids chosen for the root touch no other span", () => {
    emitSessionRoot(sessionId, {});
    trace.getTracer("t").startSpan("other").end();
    expect(spanCalled("other")?.spanContext().traceId).not.toBe(ids.traceId);
    expect(spanCalled("other")?.spanContext().spanId).not.toBe(ids.spanId);
  });

  test("work outside it hangs from the root and links to the span it came from", async () => {
    await trace.getTracer("t").startActiveSpan("webhook", async (webhook) => {
      await inSession(sessionId, "work", {}, () => {});
      webhook.end();
    });
    const work = spanCalled("work");
    expect(work?.spanContext().traceId).toBe(ids.traceId);
    expect(work?.parentSpanContext?.spanId).toBe(ids.spanId);
    expect(work?.links.map((link) => link.context.traceId)).toEqual([
      spanCalled("webhook")?.spanContext().traceId,
    ]);
  });

  test("work inside it hangs from the nearest span, without a link", async () => {
    await inSession(sessionId, "outer", {}, () => inSession(sessionId, "inner", {}, () => {}));
    expect(spanCalled("inner")?.parentSpanContext?.spanId).toBe(spanCalled("outer")?.spanContext().spanId);
    expect(spanCalled("inner")?.links).toEqual([]);
  });

  test("travels in message headers to the next service", async () => {
    const headers = await inSession(sessionId, "send", {}, () => injectTrace());
    expect(headers.traceparent).toMatch(new RegExp(`^00-${ids.traceId}-[0-9a-f]{16}-01$`));
    await withTrace(headers, () => inSession(sessionId, "receive", {}, () => {}));
    expect(spanCalled("receive")?.parentSpanContext?.spanId).toBe(spanCalled("send")?.spanContext().spanId);
  });

  test("without a span there are no headers, and bad headers are ignored", () => {
    expect(injectTrace()).toEqual({});
    expect(withTrace({ traceparent: "basura" }, () => trace.getActiveSpan())).toBeUndefined();
  });

  test("a failure is passed on and marks the span with its class only", async () => {
    await expect(
      inSession(sessionId, "fails", {}, () => Promise.reject(new TypeError("tengo miedo"))),
    ).rejects.toThrow();
    expect(spanCalled("fails")).toMatchObject({
      attributes: { "error.type": "TypeError" },
      status: { code: 2 },
    });
    expect(JSON.stringify([spanCalled("fails")?.attributes, spanCalled("fails")?.events])).not.toContain(
      "miedo",
    );
  });
});
