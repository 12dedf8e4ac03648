import { ProxyTracerProvider, trace } from "@opentelemetry/api";

/** Hands over every span that has ended. Safe to call without a started SDK. */
export async function flushSpans(): Promise<void> {
  const provider = trace.getTracerProvider();
  const delegate = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  if ("forceFlush" in delegate && typeof delegate.forceFlush === "function") await delegate.forceFlush();
}
