import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import express from "express";
import { expect, test } from "vitest";
import { consoleFiles, consolePage } from "./console-page.ts";

async function pageOf(path: string, headers: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "console-page-"));
  writeFileSync(join(folder, "index.html"), "<head><title>Liss</title></head>");
  const server = express().get("/{*path}", consolePage(folder)).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain("<title>Liss</title>");
    return page;
  } finally {
    server.close();
  }
}

test("a browser that has a login is told what the desk will ask, whatever the address", async () => {
  for (const path of ["/", "/atenciones/0199", "/turno"])
    expect(await pageOf(path, { cookie: "liss=1" })).toMatch(
      /preload.*\/api\/auth\/me.*\/api\/desk.*<\/head>/,
    );
});

test("nobody asks for a desk at the doors, nor without a login", async () => {
  expect(await pageOf("/", {})).not.toContain("/api/");
  expect(await pageOf("/entrar", { cookie: "liss=1" })).not.toContain("/api/");
  expect(await pageOf("/clave", { cookie: "liss=1" })).not.toContain("/api/");
});

test("a script travels packed to whoever can unpack it, and may be kept for a year", async () => {
  const folder = mkdtempSync(join(tmpdir(), "console-files-"));
  const script = "export const desk = 1;\n".repeat(200);
  writeFileSync(join(folder, "desk-1.js"), script);
  writeFileSync(join(folder, "desk-1.js.br"), brotliCompressSync(script));
  const server = express().use(consoleFiles(folder)).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const ask = (encoding: string) =>
      fetch(`http://127.0.0.1:${port}/desk-1.js`, { headers: { "accept-encoding": encoding } });
    const packed = await ask("br, gzip");
    expect(Object.fromEntries(packed.headers)).toMatchObject({
      "content-encoding": "br",
      "content-type": expect.stringMatching(/javascript/),
      "cache-control": "public, max-age=31536000, immutable",
      vary: "Accept-Encoding",
    });
    expect(await packed.text()).toBe(script);
    const plain = await ask("identity");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(script);
  } finally {
    server.close();
  }
});
