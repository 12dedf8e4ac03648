import { SpanStatusCode, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, test } from "vitest";
import { guardedProcessor, pathShape, statementShape } from "./guard.ts";

/** What reaches an exporter behind the guard. */
function exported(record: (tracer: ReturnType<TracerProvider["getTracer"]>) => void) {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanProcessors: [guardedProcessor(new SimpleSpanProcessor({ exporter }))],
  });
  record(provider.getTracer("test"));
  const [span] = exporter.getFinishedSpans();
  if (!span) throw new Error("no span was exported");
  return span;
}
const attributesAfter = (attributes: Record<string, unknown>) =>
  exported((tracer) => tracer.startSpan("s", { attributes: attributes as never }).end()).attributes;

describe("the guard before every exporter", () => {
  test("lets through what it knows: codes, ids, routes, counts", () => {
    const good = {
      "liss.tier": "imminent",
      "liss.message.id": "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e",
      "liss.attempt": 3,
      "liss.first": true,
      "liss.indicators": ["agresor_presente", "arma_blanca"],
      "messaging.destination.name": "channel.message-received.v1",
      "http.route": "/api/sessions/:id",
      "url.path": "/api/sessions/01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e",
      "http.response.status_code": 200,
      "server.address": "127.0.0.1",
    };
    expect(attributesAfter(good)).toEqual(good);
  });

  test("keeps of an address only the route's words and ids: whatever else was typed into it is nobody's", () => {
    const route = "/api/sessions/:id/notes";
    const id = "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e";
    expect(pathShape(`/api/sessions/${id}/notes`, route)).toBe(`/api/sessions/${id}/notes`);
    expect(pathShape("/api/sessions/me-pega/notes", route)).toBe("/api/sessions/…/notes");
    expect(pathShape("/api/sessions/56987654321/notes", route)).toBe("/api/sessions/…/notes");
    expect(attributesAfter({ "url.path": "/me-pega" })).toEqual({});
  });

  test("drops names it does not know, whatever they hold", () => {
    expect(
      attributesAfter({
        text: "hola",
        "message.body": "hola",
        "url.query": "phone=56987654321",
        "url.full": "http://127.0.0.1/a?b",
        "http.request.header.authorization": "Bearer x",
        "client.address": "10.0.0.1",
        "user_agent.original": "x",
        "db.postgresql.values": ["hola"],
        "exception.message": "hola",
      }),
    ).toEqual({});
  });

  test("drops words, phones and WhatsApp ids even under names it knows", () => {
    expect(
      attributesAfter({
        "liss.a": "tengo miedo",
        "liss.b": "56987654321",
        "liss.c": "+56 9 8765 4321",
        "liss.d": 56987654321,
        "liss.e": "wamid.HBgLNTY5ODc2NTQzMjEVAgASGBQ",
        "liss.f": ["ok", "no tan ok"],
        "liss.g": "a".repeat(200),
        "liss.h": "señora",
        "liss.i": "12.345.678-9",
        "url.path": "/contacts/56987654321",
      }),
    ).toEqual({});
  });

  test("cleans names, events, links and status", () => {
    const span = exported((tracer) => {
      const other = tracer.startSpan("other").spanContext();
      const span = tracer.startSpan("call +56 9 8765 4321", {
        links: [{ context: other, attributes: { note: "hola", "liss.why": "batch" } }],
      });
      span.recordException(new TypeError("no pude leer: tengo miedo"));
      span.setStatus({ code: SpanStatusCode.ERROR, message: "tengo miedo" });
      span.end();
    });
    expect(span.name).toBe("call [number]");
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span.events.map((event) => event.attributes)).toEqual([{ "exception.type": "TypeError" }]);
    expect(span.links.map((link) => link.attributes)).toEqual([{ "liss.why": "batch" }]);
    expect(trace.isSpanContextValid(span.spanContext())).toBe(true);
  });

  test("counts what it dropped", () => {
    expect(
      exported((tracer) => tracer.startSpan("s", { attributes: { a: "x", b: "y" } }).end()),
    ).toMatchObject({
      droppedAttributesCount: 2,
    });
  });
});

describe("a recorded statement", () => {
  test.each([
    [
      "select * from people where email = 'ana@liss.example' and age > 42",
      "select * from people where email = ? and age > ?",
    ],
    ["insert into t values ($1, $2, 'it''s', E'x', 1.5)", "insert into t values ($1, $2, ?, ?, ?)"],
    ["select $$tengo miedo$$, $tag$más$tag$ from t1", "select ?, ? from t1"],
    ['select "t2"."c3" from "t2" -- tengo miedo', 'select "t2"."c3" from "t2" '],
    ["select /* tengo miedo */ 1", "select  ?"],
  ])("keeps its shape and loses its literals: %s", (statement, shape) => {
    expect(statementShape(statement)).toBe(shape);
  });
});
