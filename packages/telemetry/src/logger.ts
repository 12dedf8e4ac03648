import { isSpanContextValid, trace } from "@opentelemetry/api";
import { type DestinationStream, type LoggerOptions, pino } from "pino";
import { maskIdentities } from "./content.ts";
import { safeError, scrub } from "./scrub.ts";

export type Logger = pino.Logger;

/**
 * JSON lines on stdout, with `trace_id` and `span_id` of the active span. What is logged passes `scrub` first;
 * pino's own redaction by path stands behind it for child bindings, which pino does not pass through.
 *
 * Level from LOG_LEVEL (default `info`). `destination` is for tests.
 */
export function createLogger(service: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level: process.env.LOG_LEVEL ?? "info",
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: activeTrace,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => scrub(fields) as Record<string, unknown>,
      bindings: (fields) => scrub(fields) as Record<string, unknown>,
    },
    serializers: { err: (value: unknown) => value }, // already made safe by scrub; pino's default would add all fields
    redact: { paths: redactedPaths, censor: "[hidden]" },
    hooks: {
      logMethod(args, method) {
        const [first, ...rest] = args as unknown[];
        // pino would repeat the message of a bare error as it is.
        const said = first instanceof Error ? [{ err: first }, safeError(first).message, ...rest] : args;
        const masked = said.map((arg) => (typeof arg === "string" ? maskIdentities(arg) : arg));
        method.apply(this, masked as typeof args);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

const redactedPaths = [
  "text",
  "body",
  "content",
  "phone",
  "email",
  "password",
  "token",
  "authorization",
  "cookie",
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

function activeTrace(): Record<string, string> {
  const active = trace.getActiveSpan()?.spanContext();
  if (!active || !isSpanContextValid(active)) return {};
  return { trace_id: active.traceId, span_id: active.spanId };
}
