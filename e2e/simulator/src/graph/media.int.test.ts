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
