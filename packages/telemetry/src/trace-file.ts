import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";

/**
 * Appends each batch as one line of OTLP/JSON (an `ExportTraceServiceRequest`), the format that the
 * OpenTelemetry Collector's file receiver reads. Several processes may share a file: each batch is one append.
 */
export function traceFileExporter(path: string): SpanExporter {
  let last: Promise<unknown> = mkdir(dirname(path), { recursive: true });
  return {
    export(spans: ReadableSpan[], done: (result: ExportResult) => void) {
      const line = JsonTraceSerializer.serializeRequest(spans);
      if (!line) return done({ code: ExportResultCode.SUCCESS });
      last = last
        .then(() => appendFile(path, Buffer.concat([line, Buffer.from("\n")])))
        .then(
          () => done({ code: ExportResultCode.SUCCESS }),
          (error: Error) => done({ code: ExportResultCode.FAILED, error }),
        );
    },
    forceFlush: async () => void (await last),
    shutdown: async () => void (await last),
  };
}
