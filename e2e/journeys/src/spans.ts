import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Span = {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
};

type Otlp = {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: { traceId: string; spanId: string; parentSpanId?: string; name: string }[] }[];
  }[];
};

/** Every span that the services wrote to their trace files (OTLP/JSON, one export a line). */
export function spansOf(folder: string): Span[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .filter((line) => line.endsWith("}"))
    .flatMap((line) => (JSON.parse(line) as Otlp).resourceSpans)
    .flatMap(({ resource, scopeSpans }) => {
      const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
      return scopeSpans.flatMap(({ spans }) =>
        spans.map(({ traceId, spanId, parentSpanId, name }) => ({
          service,
          traceId,
          spanId,
          parentSpanId: parentSpanId || undefined,
          name,
        })),
      );
    });
}
