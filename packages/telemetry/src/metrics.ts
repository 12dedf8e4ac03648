import { type Attributes, type Meter, metrics } from "@opentelemetry/api";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import type { IAttributesProcessor, ViewOptions } from "@opentelemetry/sdk-metrics";
import { isIdentifying } from "./content.ts";

/** Read by `healthRouter` at `/metrics`; it never opens a server of its own. */
export const prometheus = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });

/** Where a service makes its counters, histograms and gauges. Names: `liss.<service>.<what>`. */
export function meter(): Meter {
  return metrics.getMeter("liss");
}

/** What the libraries' metrics may be split by; addresses, ports and raw paths would multiply series without end. */
const libraryLabels = new Set([
  "http.request.method",
  "http.response.status_code",
  "http.route",
  "db.namespace",
  "db.operation.name",
  "db.client.connection.state",
  "error.type",
]);

const onlyKnownLabels: IAttributesProcessor = {
  process: (incoming) => pick(incoming, (key) => libraryLabels.has(key)),
};

/** Ids and phones never become labels: one series per session would drown the store and name people. */
const noIdentities: IAttributesProcessor = {
  process: (incoming) => pick(incoming, (_key, value) => isHarmless(String(value))),
};

/** Labels are few and come again with every statement and message; what is known of them is kept, up to so many. */
const harmless = new Map<string, boolean>();
const mostLabels = 500;

function isHarmless(label: string): boolean {
  const known = harmless.get(label);
  if (known !== undefined) return known;
  const is = !isIdentifying(label);
  if (harmless.size >= mostLabels) harmless.clear();
  harmless.set(label, is);
  return is;
}

export const views: ViewOptions[] = [
  { instrumentName: "http.*", attributesProcessors: [onlyKnownLabels, noIdentities] },
  { instrumentName: "db.*", attributesProcessors: [onlyKnownLabels, noIdentities] },
  { instrumentName: "liss.*", attributesProcessors: [noIdentities] },
];

function pick(attributes: Attributes, keep: (key: string, value: unknown) => boolean): Attributes {
  const picked: Attributes = {};
  for (const key in attributes) if (keep(key, attributes[key])) picked[key] = attributes[key];
  return picked;
}
