import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@liss/testing";
import { expect, onTestFinished, test } from "vitest";
import { medianHops } from "./hops.ts";

const span = (name: string, spanId: string, from: number, to: number, more: object = {}) => ({
  name,
  spanId,
  startTimeUnixNano: String(from * 1e6),
  endTimeUnixNano: String(to * 1e6),
  ...more,
});
const request = (service: string, ...spans: object[]) =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
        scopeSpans: [{ spans }],
      },
    ],
  });

test("a message's way is put together from the spans of all services, whoever else handled it", () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  const messageId = [{ key: "liss.message.id", value: { stringValue: "m" } }];
  const links = [{ spanId: "webhook" }];
  const lines = [
    request("gateway", span("POST /webhook", "webhook", 1, 40), span("GET /", "other", 0, 9)),
    request(
      "gateway",
      span("interpret delivery", "interpreted", 3, 4, { parentSpanId: "webhook" }),
      span("receive message", "received", 5, 6, { attributes: messageId, links }),
      span("publish channel.message-received", "published", 10, 12, { parentSpanId: "received" }),
    ),
  ];
  writeFileSync(join(folder.path, "gateway.jsonl"), `${lines.join("\n")}\n`);
  const handled = (service: string, from: number) =>
    request(
      service,
      span("process channel.message-received", `${from}`, from, from + 6, { parentSpanId: "published" }),
    );
  writeFileSync(join(folder.path, "triage.jsonl"), `${handled("triage", 80)}\n`);
  writeFileSync(join(folder.path, "routing.jsonl"), `${handled("executive-routing", 15)}\n`);
  const ways = new Map([
    ["m", { due: 0, seen: 28 }],
    ["without a trace", { due: 0, seen: 1 }],
  ]);
  expect(Object.values(medianHops(folder.path, ways))).toEqual([1, 1, 2, 3, 4, 5, 6, 7]);
});
