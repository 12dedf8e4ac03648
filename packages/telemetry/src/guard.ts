import type { Attributes, AttributeValue, Context } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { isCode, isPhoneLikeNumber, maskIdentities } from "./content.ts";

/**
 * The attributes that may leave the process, by name. Everything else is dropped: url.query, headers, client
 * addresses, user agents, statement parameters, exception messages and whatever a library adds tomorrow.
 */
const allowedKeys = new Set([
  "http.request.method",
  "http.response.status_code",
  "http.route",
  "url.path",
  "url.scheme",
  "server.address",
  "server.port",
  "network.protocol.name",
  "network.protocol.version",
  "express.type",
  "express.name",
  "db.system.name",
  "db.namespace",
  "db.operation.name",
  "db.query.text",
  "error.type",
  "exception.type",
]);
const allowedNamespaces = ["liss.", "messaging."];

/** Passes spans on to `next` (a batch processor with an exporter) only after taking out all that could be content. */
export function guardedProcessor(next: SpanProcessor): SpanProcessor {
  return {
    onStart: (span: Span, parent: Context) => next.onStart(span, parent),
    onEnd: (span) => next.onEnd(cleanSpan(span)),
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

/** The span with a safe name, attributes, events and links; its status keeps the code and loses the message. */
export function cleanSpan(span: ReadableSpan): ReadableSpan {
  const attributes = cleanAttributes(span.attributes);
  const dropped = Object.keys(span.attributes).length - Object.keys(attributes).length;
  // Field by field: an object that inherited from the span would cost ten times as much for each request.
  return {
    name: maskIdentities(span.name).slice(0, 128),
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    attributes,
    links: span.links.map((link) => ({ ...link, attributes: cleanAttributes(link.attributes ?? {}) })),
    events: span.events.map((event) => ({ ...event, attributes: cleanAttributes(event.attributes ?? {}) })),
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount + dropped,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function cleanAttributes(attributes: Attributes): Attributes {
  const kept: Attributes = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || !isAllowed(key)) continue;
    const safe = safeFor(key, value, attributes);
    if (safe !== undefined) kept[key] = safe;
  }
  return kept;
}

function safeFor(key: string, value: AttributeValue, attributes: Attributes): AttributeValue | undefined {
  if (key === "db.query.text") return statementShape(value);
  if (key === "url.path") return pathShape(value, attributes["http.route"]);
  return safeValue(value);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A path as far as it is ours: the words of the route that served it, and ids. Whatever else somebody typed into an
 * address is not kept, nor any path that no route of ours knows.
 */
export function pathShape(path: AttributeValue, route: AttributeValue | undefined): string | undefined {
  if (typeof path !== "string" || typeof route !== "string") return undefined;
  const words = new Set(route.split("/"));
  return path
    .split("/")
    .map((segment) => (words.has(segment) || uuid.test(segment) ? segment : "…"))
    .join("/");
}

function isAllowed(key: string): boolean {
  return allowedKeys.has(key) || allowedNamespaces.some((namespace) => key.startsWith(namespace));
}

function safeValue(value: AttributeValue): AttributeValue | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return isPhoneLikeNumber(value) ? undefined : value;
  if (typeof value === "string") return isSafeText(value) ? value : undefined;
  if (Array.isArray(value)) return value.every(isSafeItem) ? value : undefined;
  return undefined;
}

function isSafeItem(item: unknown): boolean {
  return item == null || (safeValue(item as AttributeValue) !== undefined && !Array.isArray(item));
}

// Free text has spaces and accents; codes, ids, routes and subjects have not. One word of hers would pass here,
// which is why only names that we chose get this far.
function isSafeText(text: string): boolean {
  return isCode(text) && maskIdentities(text) === text;
}

const sqlLiteral = /\$(\w*)\$[\s\S]*?\$\1\$|E?'(?:[^']|'')*'|(?<![\w$."])\d+(?:\.\d+)?(?!\w)/gi;

/** Statements are few and come again and again; their shapes are kept, up to so many. */
const shapes = new Map<string, string>();
const mostShapes = 500;

/** The statement with every literal replaced by `?`; `$1` placeholders stay, their values are never recorded. */
export function statementShape(statement: AttributeValue): string | undefined {
  if (typeof statement !== "string") return undefined;
  const known = shapes.get(statement);
  if (known !== undefined) return known;
  const shape = statement
    .replace(sqlLiteral, "?")
    .replace(/--.*$|\/\*[\s\S]*?\*\//gm, "")
    .slice(0, 1_000);
  if (shapes.size >= mostShapes) shapes.clear();
  shapes.set(statement, shape);
  return shape;
}
