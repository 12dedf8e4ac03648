import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@liss/testing";
import { expect, test } from "vitest";
import { createWorld } from "./world.ts";

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Attribute[];
};

const SESSION = "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e";
const [PRODUCER, CONSUMER] = [4, 5];

test("publishing and processing are two spans of the session's trace, one the child of the other", async () => {
  const world = await createWorld();
  const folder = temporaryFolder();
  const file = `${folder.path}/trace.jsonl`;
  const child = spawn(
    process.execPath,
    ["--import", "@liss/telemetry/register", fileURLToPath(new URL("./replica.ts", import.meta.url))],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        NATS_URL: world.nats.url,
        NATS_USER: "admin",
        NATS_PASSWORD: world.nats.users.admin.password,
        DATABASE_URL: world.places.triage.url,
        OTEL_SERVICE_NAME: "triage",
        LISS_TRACE_FILE: file,
        MODE: "trace",
        SESSION,
      },
    },
  );
  expect((await once(child, "exit"))[0]).toBe(0);

  const spans = (await readFile(file, "utf8"))
    .trim()
    .split("\n")
    .flatMap((line) => JSON.parse(line).resourceSpans as { scopeSpans: { spans: Span[] }[] }[])
    .flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans));
  const named = (name: string) => spans.find((span) => span.name === name);
  const receive = named("receive");
  const publish = named("publish channel.message-received");
  const process_ = named("process channel.message-received");

  expect(publish).toMatchObject({ kind: PRODUCER, parentSpanId: receive?.spanId });
  expect(process_).toMatchObject({ kind: CONSUMER, parentSpanId: publish?.spanId });
  for (const span of [receive, publish, process_]) expect(span?.traceId).toBe(SESSION.replaceAll("-", ""));

  const attributes = Object.fromEntries(
    (process_?.attributes ?? []).map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
  );
  expect(attributes).toMatchObject({
    "messaging.system": "nats",
    "messaging.destination.name": "channel.message-received.v1",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.consumer.group.name": "triage",
  });
  expect(attributes["messaging.message.id"]).toMatch(/^[0-9a-f-]{36}$/);
  await world.destroy();
  folder.remove();
});
