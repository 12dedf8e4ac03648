import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freshDatabase } from "@liss/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
  links?: { traceId: string }[];
}

const sessionId = "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e";
const sessionTrace = sessionId.replaceAll("-", "");

describe("a service run from its .ts sources under --import", () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let service: ChildProcess;
  let output = "";
  let base: string;
  const collected: string[] = [];
  const collector = createServer((request, response) => {
    request.on("data", (chunk) => void collected.push(String(chunk)));
    request.on("end", () => response.end("{}"));
  });
  let exitCode: number | null;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "liss-telemetry-"));
    database = await freshDatabase();
    collector.listen(0, "127.0.0.1");
    await once(collector, "listening");
    service = fork(fileURLToPath(new URL("./fixtures/tiny-service.ts", import.meta.url)), {
      execArgv: ["--import", "@liss/telemetry/register"],
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        OTEL_SERVICE_NAME: "tiny",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
        LISS_TRACE_FILE: join(folder, "traces", "tiny.jsonl"),
        DATABASE_URL: database.url,
      },
    });
    service.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    service.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    const [ready] = (await Promise.race([
      once(service, "message"),
      once(service, "exit").then(() => Promise.reject(new Error(`the service did not start:\n${output}`))),
    ])) as [{ port: number }];
    base = `http://127.0.0.1:${ready.port}`;

    const seen = await fetch(`${base}/cases/${sessionId}?token=s3creto`, {
      headers: { "user-agent": "espia/1.0", traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    });
    expect(seen.status).toBe(200);
    expect((await fetch(`${base}/broken`)).status).toBe(500);
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    metrics = await (await fetch(`${base}/metrics`)).text();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    beforeTheEnd = await readFile(join(folder, "traces", "tiny.jsonl"), "utf8");
    service.kill("SIGTERM");
    [exitCode] = (await once(service, "exit")) as [number | null];
    traceFile = await readFile(join(folder, "traces", "tiny.jsonl"), "utf8");
    spans = traceFile
      .trim()
      .split("\n")
      .flatMap((line) => JSON.parse(line).resourceSpans)
      .flatMap((resource) => resource.scopeSpans)
      .flatMap((scope) => scope.spans);
  });
  let metrics: string;
  let beforeTheEnd: string;
  let traceFile: string;
  let spans: OtlpSpan[];

  afterAll(async () => {
    if (service && service.exitCode === null && service.signalCode === null) service.kill("SIGKILL");
    collector.close();
    await database?.drop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const spanCalled = (name: string | RegExp) => {
    const found = spans.find((span) =>
      typeof name === "string" ? span.name === name : name.test(span.name),
    );
    if (!found) throw new Error(`no span ${name} among: ${spans.map((span) => span.name).join(", ")}`);
    return found;
  };
  const attribute = (span: OtlpSpan, key: string) =>
    span.attributes.find((candidate) => candidate.key === key)?.value.stringValue;

  test("http, express and pg spans exist and hang from one another", () => {
    const http = spanCalled("GET /cases/:id");
    const express = spans.find((span) => span.parentSpanId === http.spanId);
    const pg = spans.find((span) => span.name.startsWith("pg.query") && span.traceId === http.traceId);
    expect(express && attribute(express, "express.type")).toBe("request_handler");
    expect(pg?.parentSpanId).toBe(express?.spanId);
  });

  test("a request has a trace of its own, whatever traceparent it brings", () => {
    expect(spanCalled("GET /cases/:id").traceId).not.toBe("a".repeat(32));
    expect(spanCalled("GET /cases/:id").parentSpanId ?? "").toBe("");
  });

  test("work for a session joins the session's trace and links to the request", () => {
    const work = spanCalled("tiny work");
    expect(work.traceId).toBe(sessionTrace);
    expect(work.parentSpanId).toBe(sessionTrace.slice(16));
    expect(work.links?.[0]?.traceId).toBe(spanCalled("GET /cases/:id").traceId);
  });

  test("statements are recorded without their literals and without parameters", () => {
    const statement = spans
      .map((span) => attribute(span, "db.query.text"))
      .find((text) => text?.includes("as words"));
    expect(statement).toBe("select $1::text as words, ? as literal");
  });

  test("probes leave no spans", () => {
    expect(spans.filter((span) => /healthz|readyz|metrics/.test(span.name))).toEqual([]);
  });

  test("neither traces nor logs hold words, phones, query strings or agents", () => {
    expect(output).toContain("looked for [number]");
    expect(output).toContain("invalid input syntax for type uuid"); // the error is there, without the value it quotes
    for (const secret of [
      "cuchillo",
      "frase literal",
      "necesito ayuda",
      "8765 4321",
      "56987654321",
      "s3creto",
      "espia",
    ]) {
      expect(traceFile).not.toContain(secret);
      expect(output).not.toContain(secret);
    }
  });

  test("log lines carry the ids of the span they were written in", () => {
    const line = output.split("\n").find((candidate) => candidate.includes("looked for"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      service: "tiny",
      trace_id: sessionTrace,
      span_id: spanCalled("tiny work").spanId,
    });
  });

  test("metrics count requests by route and status, without ids or addresses", () => {
    expect(metrics).toMatch(/http_server_request_duration_count\{[^}]*http_route="\/cases\/:id"[^}]*\} 1/);
    expect(metrics).not.toContain(sessionId);
    expect(metrics).not.toContain("127.0.0.1");
    expect(metrics).toContain("liss_process_memory");
  });

  test("spans are on disk a second after they ended, so that a kill loses little", () => {
    expect(beforeTheEnd).toContain('"name":"tiny work"');
  });

  test("a collector gets the same spans, when one is configured", () => {
    expect(collected.join("")).toContain('"name":"tiny work"');
    expect(collected.join("")).not.toContain("cuchillo");
  });

  test("SIGTERM ends it with 0", () => {
    expect(exitCode).toBe(0);
  });
});
