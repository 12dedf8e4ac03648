import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quantile, tenths } from "./figures.ts";

/** A span as a service wrote it down, as far as it matters on a message's way. Milliseconds since 1970. */
type Span = {
  service: string;
  name: string;
  id: string;
  parent: string | undefined;
  links: string[];
  messageId: string | undefined;
  from: number;
  to: number;
};

/** From when a webhook was due until its words were on a screen, in milliseconds since 1970. */
export type Way = { due: number; seen: number };

/** What a message passes on its way to the screen, in order. */
const hops = [
  "until the gateway has it",
  "until it is taken up",
  "until it is sealed",
  "until it is kept and given to the broker",
  "until routing begins with it",
  "until routing has committed it",
  "until it is on the screen",
] as const;
type Hop = (typeof hops)[number];

const webhookSpan = "POST /webhook";
const interpreting = "interpret delivery";
const receiving = "receive message";
const publishing = "publish channel.message-received";
const handling = "process channel.message-received";
const onTheWay = new Set<string>([webhookSpan, interpreting, receiving, publishing, handling]);

/**
 * Where the time of messages went: the median of each hop, from the traces of the services. Their sum is not the median
 * of the whole way, but near it. `ways` by message id; those whose trace is not complete are left out.
 */
export function medianHops(tracesDir: string, ways: ReadonlyMap<string, Way>) {
  const spans = readSpans(tracesDir);
  const byId = new Map(spans.map((span) => [span.id, span]));
  const children = Map.groupBy(spans, ({ parent }) => parent ?? "");
  const childOf = (span: Span | undefined, name: string, service: string) =>
    children.get(span?.id ?? "")?.find((child) => child.name === name && child.service === service);
  const times = hops.map((): number[] => []);
  let complete = 0;
  for (const received of spans) {
    const way = received.name === receiving && ways.get(received.messageId ?? "");
    if (!way) continue;
    const webhook = received.links.map((id) => byId.get(id)).find((span) => span?.name === webhookSpan);
    const interpreted = childOf(webhook, interpreting, "gateway");
    const published = childOf(received, publishing, "gateway");
    const handled = childOf(published, handling, "executive-routing");
    if (!webhook || !interpreted || !published || !handled) continue;
    complete += 1;
    const places = [
      way.due,
      webhook.from,
      interpreted.from,
      received.to,
      published.from,
      handled.from,
      handled.to,
      way.seen,
    ];
    for (const [at, list] of times.entries()) list.push((places[at + 1] ?? 0) - (places[at] ?? 0));
  }
  const medians = Object.fromEntries(hops.map((hop, at) => [hop, tenths(quantile(times[at] ?? [], 0.5))]));
  return { messages: complete, ...(medians as Record<Hop, number>) };
}

/** OTLP/JSON, one request a line. */
function readSpans(tracesDir: string): Span[] {
  return readdirSync(tracesDir)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(tracesDir, name), "utf8").split("\n").filter(Boolean))
    .flatMap((line) => (JSON.parse(line) as Request).resourceSpans)
    .flatMap(({ resource, scopeSpans }) => {
      const service = textOf(resource.attributes, "service.name") ?? "";
      return scopeSpans.flatMap(({ spans }) =>
        spans.filter(({ name }) => onTheWay.has(name)).map((span) => spanFrom(service, span)),
      );
    });
}

type Attributes = { key: string; value: { stringValue?: string } }[];
type Written = {
  name: string;
  spanId: string;
  parentSpanId?: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: Attributes;
  links?: { spanId: string }[];
};
type Request = {
  resourceSpans: { resource: { attributes: Attributes }; scopeSpans: { spans: Written[] }[] }[];
};

const spanFrom = (service: string, span: Written): Span => ({
  service,
  name: span.name,
  id: span.spanId,
  parent: span.parentSpanId,
  links: (span.links ?? []).map(({ spanId }) => spanId),
  messageId: textOf(span.attributes ?? [], "liss.message.id"),
  from: Number(span.startTimeUnixNano) / 1e6,
  to: Number(span.endTimeUnixNano) / 1e6,
});

const textOf = (attributes: Attributes, key: string): string | undefined =>
  attributes.find((one) => one.key === key)?.value.stringValue;
