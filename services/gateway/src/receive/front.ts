import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Receive } from "./webhook.ts";

/** Longer than the minute after which load balancers and HTTP clients usually let go of a connection. */
const idleMs = 75_000;

/**
 * The gateway's HTTP server: webhooks go straight to their handler, everything else to `others`.
 *
 * Webhooks also pass by the automatic instrumentation of node:http, which wraps `emit`: it costs four times what
 * sealing a webhook does, and their handler traces them itself (see traced-request.ts).
 */
export function frontServer(receive: Receive, others: RequestListener): Server {
  // Whoever calls closes an idle connection first: were it us, a webhook could be on its way at that very moment.
  const server = createServer({ keepAliveTimeout: idleMs, headersTimeout: idleMs + 1_000 }, others);
  const emit: (event: string, ...given: unknown[]) => boolean = server.emit.bind(server);
  server.emit = (event: string, ...given: unknown[]) => {
    if (event !== "request" || !isWebhook(given[0])) return emit(event, ...given);
    receive(given[0], given[1] as ServerResponse);
    return true;
  };
  return server;
}

function isWebhook(request: unknown): request is IncomingMessage {
  const { method, url = "" } = request as IncomingMessage;
  return method === "POST" && (url === "/webhook" || url.startsWith("/webhook?"));
}
