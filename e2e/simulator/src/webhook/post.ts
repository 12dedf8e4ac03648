import http from "node:http";
import https from "node:https";

export type Poster = {
  /** @returns the HTTP status, or undefined when there was no whole answer in time. */
  post(bytes: Buffer, headers: Record<string, string>): Promise<number | undefined>;
  /** Cuts every request under way. */
  cut(): void;
};

/** POSTs to one address over kept connections. `fetch` costs several times as much per request, and load tests come through here. */
export function createPoster(address: string, timeoutMs: number): Poster {
  const url = new URL(address);
  const transport = url.protocol === "https:" ? https : http;
  const agent = new transport.Agent({ keepAlive: true, maxSockets: 64 });
  const underWay = new Set<http.ClientRequest>();

  return {
    post(bytes, headers) {
      return new Promise((resolve) => {
        const options = { method: "POST", agent, headers: { ...headers, "content-length": bytes.length } };
        const request = transport.request(url, options, (answer) => {
          answer.on("error", () => undefined);
          answer.on("end", () => resolve(answer.statusCode));
          answer.resume();
        });
        const timer = setTimeout(() => request.destroy(), timeoutMs);
        underWay.add(request);
        request.on("error", () => undefined);
        request.on("close", () => {
          clearTimeout(timer);
          underWay.delete(request);
          resolve(undefined);
        });
        request.end(bytes);
      });
    },
    cut() {
      for (const request of underWay) request.destroy();
      agent.destroy();
    },
  };
}
