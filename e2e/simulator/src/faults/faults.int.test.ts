import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signatureOf } from "../index.ts";
import { type Bench, eventually, her, startBench, text } from "../testing/bench.ts";
import type { AcceptedMessage } from "../view.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

describe("faults", () => {
  test("duplicate: the same bytes arrive as often as asked", async () => {
    await bench.inject({ kind: "duplicate", copies: 9 });
    await bench.says({ type: "text", text: "hola" });
    await eventually(() => expect(bench.gateway.received).toHaveLength(10));
    expect(new Set(bench.gateway.received.map(({ body }) => body.toString())).size).toBe(1);
  });

  test("wrong signature: a POST that must be refused, then the true one", async () => {
    bench.gateway.answerWith(({ body, headers }) =>
      headers["x-hub-signature-256"] === signatureOf(body, "local-app-secret") ? 200 : 401,
    );
    await bench.inject({ kind: "wrong-signature" });
    await bench.says({ type: "text", text: "hola" });
    await eventually(async () =>
      expect((await bench.counters()).webhooks).toMatchObject({ sent: 2, acked: 1, failed: 1 }),
    );
  });

  test("reorder, batch and drop do what they say", async () => {
    await bench.inject({ kind: "reorder", count: 3 });
    for (const text of ["1", "2", "3"]) await bench.says({ type: "text", text });
    await eventually(() =>
      expect(bench.gateway.messages().map(({ text }) => text)).toEqual([
        { body: "3" },
        { body: "2" },
        { body: "1" },
      ]),
    );
    await bench.inject({ kind: "batch", size: 4, times: 1 });
    for (const text of ["4", "5", "6", "7"]) await bench.says({ type: "text", text });
    await eventually(() => expect(bench.gateway.messages()).toHaveLength(7));
    expect(bench.gateway.received).toHaveLength(4);
    await bench.inject({ kind: "drop" });
    await bench.says({ type: "text", text: "8" });
    expect((await bench.counters()).webhooks.dropped).toBe(1);
  });

  test("server error, rate limit and revoked token refuse the next sends, and then all is well again", async () => {
    await bench.says({ type: "text", text: "hola" });
    await bench.inject({ kind: "server-error", status: 503 });
    await bench.inject({ kind: "rate-limit", retryAfter: 2 });
    await bench.inject({ kind: "revoked-token", times: 1 });
    expect((await bench.graph(text("a"))).body.error?.code).toBe(190);
    expect((await bench.graph(text("a"))).body.error?.code).toBe(130429);
    expect((await bench.graph(text("a"))).status).toBe(503);
    expect((await bench.graph(text("a"))).status).toBe(200);
  });

  test("a rate limit may say how long to wait, by itself or for the whole account", async () => {
    await bench.inject({ kind: "rate-limit", code: 80007, retryAfter: 7, accountMinutes: 3 });
    const answer = await fetch(`${bench.simulator.url}/v25.0/100000000000001/messages`, {
      method: "POST",
      headers: { authorization: "Bearer local-access-token", "content-type": "application/json" },
      body: JSON.stringify(text("a")),
    });
    expect(answer.headers.get("retry-after")).toBe("7");
    const usage = JSON.parse(answer.headers.get("x-business-use-case-usage") ?? "{}");
    expect(Object.values(usage)).toMatchObject([[{ estimated_time_to_regain_access: 3 }]]);
  });

  test("time-out after acceptance: no answer, yet she receives it and the statuses name our id", async () => {
    await bench.says({ type: "text", text: "hola" });
    await bench.inject({ kind: "timeout-after-acceptance" });
    const lost = bench.graph(text("te leo", { biz_opaque_callback_data: "nuestro-id" }), {
      signal: AbortSignal.timeout(200),
    });
    await expect(lost).rejects.toThrow();
    await eventually(() => expect(bench.statusNames()).toEqual(["sent", "delivered", "read"]));
    const { accepted } = await bench.control<{ accepted: AcceptedMessage[] }>(
      "GET",
      "/accepted?callbackData=nuestro-id",
    );
    expect(accepted).toMatchObject([{ answered: false, statuses: ["sent", "delivered", "read"] }]);
  });

  test("time-out before acceptance: no answer, and nothing arrives", async () => {
    await bench.says({ type: "text", text: "hola" });
    await bench.inject({ kind: "timeout-before-acceptance", holdMs: 100 });
    await expect(bench.graph(text("te leo"))).rejects.toThrow();
    expect((await bench.counters()).messages.accepted).toBe(0);
  });

  test("blocked, window closed and read without delivered concern only the phone named", async () => {
    await bench.says({ type: "text", text: "hola" });
    await bench.inject({ kind: "blocked", phoneId: "56900000002" });
    await bench.inject({ kind: "read-without-delivered", phoneId: her });
    await bench.graph(text("a"));
    await eventually(() => expect(bench.statusNames()).toEqual(["sent", "read"]));
    await bench.inject({ kind: "window-closed", phoneId: her, how: "answer" });
    expect((await bench.graph(text("a"))).body.error?.code).toBe(131047);
  });
});
