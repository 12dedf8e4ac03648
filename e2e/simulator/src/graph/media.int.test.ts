import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, eventually, startBench, text } from "../testing/bench.ts";

let bench: Bench;

beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

describe("files", () => {
  const bearer = { authorization: "Bearer local-access-token" };

  test("hers are fetched by id, with the bearer token, from an address that lives five minutes", async () => {
    await bench.says({ type: "image" });
    await eventually(() => expect(bench.gateway.messages()).toHaveLength(1));
    const image = bench.gateway.messages()[0]?.image as { id: string; sha256: string };
    const answer = await fetch(`${bench.simulator.url}/v25.0/${image.id}`, { headers: bearer });
    const file = (await answer.json()) as { url: string; sha256: string; file_size: string };
    expect(Buffer.from(file.sha256, "hex").toString("base64")).toBe(image.sha256);
    expect((await fetch(file.url)).status).toBe(401);
    const bytes = await (await fetch(file.url, { headers: bearer })).arrayBuffer();
    expect(String(bytes.byteLength)).toBe(file.file_size);
    bench.advance(5 * 60_000);
    expect((await fetch(file.url, { headers: bearer })).status).toBe(404);
  });

  test("ours are uploaded, sent by id, and deleted", async () => {
    await bench.says({ type: "text", text: "hola" });
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("type", "image/png");
    form.set("file", new Blob([new Uint8Array(10)], { type: "image/png" }), "mapa.png");
    const upload = await fetch(`${bench.simulator.url}/v25.0/100000000000001/media`, {
      method: "POST",
      headers: bearer,
      body: form,
    });
    const { id } = (await upload.json()) as { id: string };
    expect((await bench.graph(text("", { type: "image", image: { id, caption: "mapa" } }))).status).toBe(200);
    await eventually(async () =>
      expect((await bench.conversation()).at(-1)?.content).toMatchObject({ kind: "media", caption: "mapa" }),
    );
    const gone = await fetch(`${bench.simulator.url}/v25.0/${id}`, { method: "DELETE", headers: bearer });
    expect(await gone.json()).toEqual({ success: true });
    expect((await fetch(`${bench.simulator.url}/v25.0/${id}`, { headers: bearer })).status).toBe(400);
  });
});

describe("a file that cannot simply be had", () => {
  const bearer = { authorization: "Bearer local-access-token" };
  const fetched = (url: string, headers: Record<string, string> = bearer) =>
    fetch(url, { headers, redirect: "manual" });
  let image: { id: string };
  beforeEach(async () => {
    await bench.says({ type: "image" });
    await eventually(() => expect(bench.gateway.messages()).toHaveLength(1));
    image = bench.gateway.messages()[0]?.image as { id: string };
  });
  const info = async () => fetch(`${bench.simulator.url}/v25.0/${image.id}`, { headers: bearer });
  const address = async () => ((await (await info()).json()) as { url: string }).url;
  const trouble = (what: string) => bench.inject({ kind: "file-trouble", trouble: what });

  test("its address is gone once, and the next one works", async () => {
    await trouble("address-gone");
    expect((await fetched(await address())).status).toBe(404);
    expect((await fetched(await address())).status).toBe(200);
  });

  test("it is elsewhere, where no token is wanted", async () => {
    await trouble("redirected");
    const answer = await fetched(await address());
    expect(answer.status).toBe(302);
    const there = new URL(answer.headers.get("location") ?? "", bench.simulator.url).href;
    expect((await fetched(there)).status).toBe(400);
    expect((await fetched(there, {})).status).toBe(200);
  });

  test("it is altered, broken off, endless, unknown, or the server fails", async () => {
    const whole = Buffer.from(await (await fetched(await address())).arrayBuffer());
    await trouble("altered");
    const altered = Buffer.from(await (await fetched(await address())).arrayBuffer());
    expect(altered.length).toBe(whole.length);
    expect(altered.equals(whole)).toBe(false);
    await trouble("broken-off");
    await expect((await fetched(await address())).arrayBuffer()).rejects.toThrow();
    await trouble("larger-than-said");
    const endless = (await fetched(await address())).body?.getReader();
    let count = 0;
    while (count < whole.length + 2_000_000) count += (await endless?.read())?.value?.length ?? 0;
    await endless?.cancel();
    await trouble("unknown");
    expect(await (await info()).json()).toMatchObject({ error: { code: 100, error_subcode: 33 } });
    await trouble("server-error");
    expect((await fetched(await address())).status).toBe(503);
  });
});

test("a file of another kind than the message says is refused", async () => {
  await bench.says({ type: "text", text: "hola" });
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", "application/pdf");
  form.set("file", new Blob(["%PDF-1.7"], { type: "application/pdf" }), "a.pdf");
  const headers = { authorization: "Bearer local-access-token" };
  const upload = await fetch(`${bench.simulator.url}/v25.0/100000000000001/media`, {
    method: "POST",
    headers,
    body: form,
  });
  const { id } = (await upload.json()) as { id: string };
  expect(await bench.graph(text("", { type: "image", image: { id } }))).toMatchObject({
    body: { error: { code: 131053 } },
  });
});
