import { existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { withFirstLook } from "@liss/executive-routing/console-page";
import type { ServerFrame } from "@liss/executive-routing/desk-api";
import { repositoryRoot } from "@liss/servers";
import { type WebSocket, WebSocketServer } from "ws";
import { conversation, desk } from "./busy-evening.ts";
import { interactive } from "./watch-page.ts";

const dist = join(repositoryRoot, "services/executive-routing/console/dist");
const types: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

/** The built console in front of a busy evening, so that what is measured is the console and not the services. */
export async function startDeskServer() {
  if (!existsSync(join(dist, "index.html")))
    throw new Error("the console is not built: npm run build comes first");
  let sequence = 1;
  const sockets = new Set<WebSocket>();
  const awaited = new Set<() => void>();
  const json = (res: ServerResponse, body: unknown) => {
    res.setHeader("cache-control", "no-store");
    res.setHeader("content-type", "application/json").end(JSON.stringify(body));
  };
  const server = createServer((req, res) => {
    const { pathname } = new URL(req.url ?? "/", "http://localhost");
    if (pathname === interactive.path) {
      for (const resolve of awaited) resolve();
      awaited.clear();
      return res.writeHead(204).end();
    }
    if (pathname === "/api/auth/me") {
      const { me } = desk(sequence);
      return json(res, { person: { ...me, email: "ana@liss.example" } });
    }
    if (pathname === "/api/desk") return json(res, desk(sequence));
    const [, id = "", rest] = /^\/api\/sessions\/([0-9a-f-]{36})(\/.*)?$/.exec(pathname) ?? [];
    if (id && !rest && req.method === "GET") {
      const open = conversation(sequence, id);
      if (open) return json(res, open);
    }
    if (pathname.startsWith("/api/")) return res.writeHead(204).end();
    const file = pathname.startsWith("/assets/") ? join(dist, pathname) : join(dist, "index.html");
    res.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
    // As executive-routing gives it to a browser that has a login.
    if (file.endsWith("index.html")) return res.end(withFirstLook(readFileSync(file, "utf8")));
    return existsSync(file) ? res.end(readFileSync(file)) : res.writeHead(404).end();
  });
  const live = new WebSocketServer({ server, path: "/api/live" });
  live.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("message", (data) => {
      if (!String(data).includes('"hello"')) return;
      const welcome: ServerFrame = { type: "welcome", sequence, now: new Date().toISOString() };
      socket.send(JSON.stringify(welcome));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** Tells every console a change, as the live desk does. */
    tell: (frame: (sequence: number) => ServerFrame) => {
      sequence += 1;
      for (const socket of sockets) socket.send(JSON.stringify(frame(sequence)));
    },
    /** The next page that says that it can be used. */
    interactive: () => new Promise<void>((resolve) => awaited.add(resolve)),
    stop: async () => {
      for (const socket of sockets) socket.terminate();
      live.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
