import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A message that reached Meta. */
export type Post = {
  path: string;
  authorization: string | undefined;
  body: {
    to?: string;
    recipient?: string;
    type: string;
    biz_opaque_callback_data: string;
    [key: string]: unknown;
  };
};

export type MetaAnswer =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string>; afterMs?: number }
  /** Accepts the message and never says so. */
  | "hang"
  /** Cuts the connection after having read the message. */
  | "cut";

/** The messages endpoint of the Graph API, as a test wants it to behave. It counts what it was asked to send. */
export type Meta = {
  url: string;
  posts: Post[];
  /** How often each message of ours was posted, by our id. */
  timesPosted(): Map<string, number>;
  answerWith(answer: (post: Post, count: number) => MetaAnswer): void;
  stop(): Promise<void>;
};

export function wamidOf(post: Post): string {
  return `wamid.${Buffer.from(post.body.biz_opaque_callback_data).toString("base64")}`;
}

export const acceptance = (post: Post): MetaAnswer => ({
  status: 200,
  json: { messaging_product: "whatsapp", contacts: [], messages: [{ id: wamidOf(post) }] },
});

export const refusal = (code: number, status = 400, headers: Record<string, string> = {}): MetaAnswer => ({
  status,
  json: { error: { message: "refused", type: "OAuthException", code, fbtrace_id: "x" } },
  headers,
});

export async function startMeta(): Promise<Meta> {
  const posts: Post[] = [];
  let answer: (post: Post, count: number) => MetaAnswer = acceptance;
  const server = createServer(async (request, response) => {
    if (request.method === "GET") {
      // The periodic look at the line.
      const line = { status: "CONNECTED", health_status: { can_send_message: "AVAILABLE" } };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(line));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== "POST") {
      response.writeHead(200, { "content-type": "application/json" }).end("{}"); // health checks
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const post = { path: request.url ?? "", authorization: request.headers.authorization, body };
    posts.push(post);
    const given = answer(post, posts.length);
    if (given === "hang") return;
    if (given === "cut") {
      request.socket.destroy();
      return;
    }
    setTimeout(() => {
      response.writeHead(given.status, { "content-type": "application/json", ...given.headers });
      response.end(given.text ?? JSON.stringify(given.json ?? {}));
    }, given.afterMs ?? 0);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    timesPosted: () => {
      const counts = new Map<string, number>();
      for (const { body } of posts) {
        const id = body.biz_opaque_callback_data;
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return counts;
    },
    answerWith: (given) => {
      answer = given;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
