import { createServer, type RequestListener, Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Express } from "express";

const graceMs = 5_000;
const sweepMs = 25;

/** A listening HTTP server. `server` is there for WebSocket upgrades. */
export interface Listening {
  server: Server;
  port: number;
  /** Stops accepting, lets requests in flight finish for five seconds, then cuts them. */
  close(): Promise<void>;
}

/**
 * Listens on `port` (0 = any free one). Binds to this machine only unless LISS_HOST says otherwise, as it does
 * in containers.
 *
 * @throws Error with one sentence when the port is taken or not allowed.
 */
export async function listen(app: Express | Server, port: number): Promise<Listening> {
  const server = app instanceof Server ? app : createServer(oneHostOnly(app));
  const sockets = new Set<Socket>(); // upgraded ones (WebSocket) too, which the server itself forgets
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, process.env.LISS_HOST ?? "127.0.0.1", resolve);
  });
  return { server, port: (server.address() as AddressInfo).port, close: () => close(server, sockets) };
}

/**
 * Refuses a request that names two hosts, which Node lets pass with the first: whoever stands in front of us may have
 * read the other. Source: RFC 9112 §3.2.
 */
export function oneHostOnly(next: RequestListener): RequestListener {
  return (request, response) => {
    const hosts = request.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
    if (hosts.length <= 1) return next(request, response);
    response.writeHead(400, { connection: "close", "content-length": 0 }).end();
  };
}

function close(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    // A connection kept alive by the browser becomes idle only after its request: look again until all are gone.
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    const cut = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs);
    server.close((error) => {
      clearInterval(sweep);
      clearTimeout(cut);
      if (error && "code" in error && error.code !== "ERR_SERVER_NOT_RUNNING") reject(error);
      else resolve();
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new Error(`port ${port} is taken by another program: stop it or choose another port`);
  if (error.code === "EACCES")
    return new Error(`port ${port} is not allowed for this user: choose one above 1023`);
  return error;
}
