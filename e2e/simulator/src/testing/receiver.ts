import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { body: Buffer; headers: IncomingHttpHeaders };

/** A tiny webhook endpoint: stands for the gateway, because here the simulator is what is under test. */
export type Receiver = {
  url: string;
  received: Received[];
  /** The status of each coming answer; a function decides per request. */
  answerWith(status: number | ((request: Received, count: number) => number)): void;
  /** All `statuses[]` and `messages[]` received so far, in order of arrival. */
  statuses(): Record<string, unknown>[];
  messages(): Record<string, unknown>[];
  stop(): Promise<void>;
};

export async function startReceiver(verifyToken: string): Promise<Receiver> {
  const received: Received[] = [];
  let answer: (request: Received, count: number) => number = () => 200;
  const server = createServer(async (req, res) => {
    if (req.method === "GET") {
      const query = new URL(req.url ?? "/", "http://localhost").searchParams;
      const welcome = query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === verifyToken;
      res.writeHead(welcome ? 200 : 403).end(welcome ? query.get("hub.challenge") : "");
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const request = { body: Buffer.concat(chunks), headers: req.headers };
    received.push(request);
    res.writeHead(answer(request, received.length)).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const all = (name: "statuses" | "messages") =>
    received.flatMap(({ body }) => {
      const envelope = JSON.parse(body.toString("utf8"));
      return envelope.entry.flatMap((entry: { changes: { value: Record<string, unknown> }[] }) =>
        entry.changes.flatMap(({ value }) => (value[name] ?? []) as Record<string, unknown>[]),
      );
    });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    received,
    answerWith(status) {
      answer = typeof status === "function" ? status : () => status;
    },
    statuses: () => all("statuses"),
    messages: () => all("messages"),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
