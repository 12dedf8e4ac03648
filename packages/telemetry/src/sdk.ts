import { createRequire } from "node:module";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { ExpressInstrumentation, ExpressLayerType } from "@opentelemetry/instrumentation-express";
import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace";
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from "@opentelemetry/semantic-conventions";
import { guardedProcessor } from "./guard.ts";
import { idGenerator } from "./ids.ts";
import { prometheus, views } from "./metrics.ts";
import { traceFileExporter } from "./trace-file.ts";

// A killed process loses at most this much of its trace; and a batch that is written takes the process for so long that
// requests wait, so that they should be small.
const exportEveryMs = 250;

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

/**
 * Starts traces and metrics from the environment: OTEL_SERVICE_NAME; LISS_TRACE_FILE (OTLP/JSON lines in a
 * file) and OTEL_EXPORTER_OTLP_ENDPOINT (OTLP over HTTP). With neither, spans still exist, so that logs carry
 * trace ids and messages carry context, and go nowhere.
 */
export function startSdk(env: NodeJS.ProcessEnv): void {
  new NodeSDK({
    autoDetectResources: false, // host names, command lines and paths say nothing that we need
    resource: resourceFromAttributes({
      [ATTR_SERVICE_NAME]: env.OTEL_SERVICE_NAME ?? "liss",
      [ATTR_SERVICE_VERSION]: version,
    }),
    textMapPropagator: null, // see propagation.ts
    idGenerator,
    spanProcessors: exportersFrom(env).map((exporter) =>
      guardedProcessor(
        new BatchSpanProcessor({ exporter, scheduledDelayMillis: exportEveryMs, maxQueueSize: 8_192 }),
      ),
    ),
    metricReaders: [prometheus],
    views,
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({
        // Outgoing calls get spans by hand where they matter: their URLs hold media and phone-number ids.
        disableOutgoingRequestInstrumentation: true,
        ignoreIncomingRequestHook: (request) => isNoise(request.url ?? ""),
      }),
      new ExpressInstrumentation({
        ignoreLayersType: [ExpressLayerType.MIDDLEWARE, ExpressLayerType.ROUTER],
      }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    ],
  }).start();
}

function exportersFrom(env: NodeJS.ProcessEnv): SpanExporter[] {
  const exporters: SpanExporter[] = [];
  if (env.LISS_TRACE_FILE) exporters.push(traceFileExporter(env.LISS_TRACE_FILE));
  if (env.OTEL_EXPORTER_OTLP_ENDPOINT) exporters.push(new OTLPTraceExporter());
  if (exporters.length === 0) exporters.push(nowhere);
  return exporters;
}

// Without a processor the SDK would not create a tracer provider at all, and with it no ids.
const nowhere: SpanExporter = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: async () => {},
};

const staticFile = /^\/(?:assets\/|favicon|.*\.(?:js|css|map|svg|png|ico|woff2?|webmanifest)(?:\?|$))/;

function isNoise(url: string): boolean {
  const path = url.split("?", 1)[0] ?? url;
  return path === "/healthz" || path === "/readyz" || path === "/metrics" || staticFile.test(path);
}
