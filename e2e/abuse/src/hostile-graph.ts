import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openDatabase } from "@liss/database";
import { fetchFile } from "@liss/gateway/fetch-file";
import { graphClient } from "@liss/gateway/graph-client";
import { openMediaStore } from "@liss/media";
import { connectBus } from "@liss/messaging";
import { createLogger } from "@liss/telemetry";
import { fileKeyProvider, openVault, type VaultTables } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import type { Ground } from "./ground.ts";

/** What the hostile side says of a file. */
type Lie = {
  mediaId?: string;
  url?: string;
  bytes?: Buffer;
  claimed?: string;
  size?: number;
  sha256?: string;
};

export type HostileGraph = {
  address: string;
  /** A server of the house that nobody outside may reach; it counts who asks. */
  secret: { address: string };
  /** An address of the hostile server that leads there after so many redirects. */
  redirecting(to: string, hops: number): string;
  /**
   * Lets the gateway's own code fetch that file, into the real object store under real keys.
   * @returns what was reached: something kept, the secret server asked, or our token sent where it does not belong.
   */
  fetchFile(lie: Lie, unless?: "not shown as what it is not"): Promise<string | undefined>;
  /** Paths that the gateway asked the Graph API for, since the last call. */
  asked(): string[];
  stop(): Promise<void>;
};

const maxBytes = 1_000_000;

/** WhatsApp's API as an enemy would run it, and the gateway's fetching against the stack's own broker and vault. */
export async function startHostileGraph({ stack }: Ground): Promise<HostileGraph> {
  let lie: Lie = {};
  let secretAsked = 0;
  const paths: string[] = [];
  const tokens: { path: string; token: string | undefined }[] = [];
  const graph = await serve((path, token, respond) => {
    tokens.push({ path, token });
    if (path.startsWith("/hop/")) {
      const [, , left = "0", to = ""] = path.split("/");
      const next = Number(left) > 1 ? `/hop/${Number(left) - 1}/${to}` : decodeURIComponent(to);
      // As bytes: what no header may hold is what an enemy sends.
      return respond(302, { location: Buffer.from(next).toString("latin1") });
    }
    if (path.startsWith("/file")) return respond(200, {}, lie.bytes ?? Buffer.alloc(0));
    paths.push(path);
    const url = lie.url ?? `${graph.address}/file`;
    const info = {
      messaging_product: "whatsapp",
      id: "1",
      url,
      file_size: lie.size,
      sha256: lie.sha256,
      mime_type: lie.claimed,
    };
    respond(200, { "content-type": "application/json" }, Buffer.from(JSON.stringify(info)));
  });
  const secret = await serve((_path, _token, respond) => {
    secretAsked += 1;
    respond(200, { "content-type": "image/jpeg" }, Buffer.from("ffd8ffe000104a464946", "hex"));
  });

  const { secrets, natsUrl } = stack;
  const logger = createLogger("abuse");
  logger.level = "silent";
  const bus = await connectBus({
    url: natsUrl,
    user: "gateway",
    password: secrets.nats.gateway,
    service: "gateway",
    logger,
  });
  const keys = openDatabase<VaultTables>({ url: stack.postgresUrl("vault"), name: "abuse", poolSize: 2 });
  const vault = openVault({ db: keys, keys: fileKeyProvider(stack.keyFile) });
  const accessToken = "a-token-that-only-the-graph-may-see";
  const tools = {
    graph: graphClient({
      url: graph.address,
      version: "v25.0",
      phoneNumberId: "1",
      accessToken,
      timeoutMs: 3_000,
    }),
    store: openMediaStore(bus.connection),
    vault,
    accessToken,
    hosts: { allowed: ["lookaside.fbsbx.com", ".fbcdn.net", ".whatsapp.net"], alsoOrigin: graph.address },
    maxBytes,
    now: () => new Date(),
  };

  return {
    address: graph.address,
    secret: { address: secret.address },
    redirecting: (to, hops) => `${graph.address}/hop/${hops}/${encodeURIComponent(to)}`,
    asked: () => paths.splice(0),
    async fetchFile(said, unless) {
      lie = said;
      secretAsked = 0;
      tokens.length = 0;
      paths.length = 0;
      const job = {
        message_id: uuidv7(),
        contact_id: uuidv7(),
        session_id: uuidv7(),
        object: uuidv7(),
        kind: "image" as const,
        media_id: said.mediaId ?? "1",
        mime_type: said.claimed ?? "image/jpeg",
        sha256: said.sha256 ? Buffer.from(said.sha256, "hex") : null,
        refused_code: null,
        received_at: new Date(),
        attempts: 3,
        next_attempt_at: new Date(),
      };
      const outcome = await fetchFile(job, tools);
      if (secretAsked > 0) return "the gateway asked a server of the house";
      const given = tokens.find(({ path, token }) => token !== undefined && path.startsWith("/hop/0"));
      if (given) return `our token went to ${given.path}`;
      if (outcome.state !== "stored") return undefined;
      // Kept as what it is, a file that is only ever downloaded, is no success of whoever lied about it.
      if (unless && !/^(image|audio|video)\//.test(outcome.mimeType) && outcome.mimeType !== "text/html")
        return undefined;
      return `it was kept as ${outcome.mimeType}`;
    },
    async stop() {
      await bus.drain();
      vault.close();
      await keys.destroy();
      await Promise.all([graph.close(), secret.close()]);
    },
  };
}

type Respond = (status: number, headers: Record<string, string>, body?: Buffer) => void;

async function serve(answer: (path: string, token: string | undefined, respond: Respond) => void) {
  const server: Server = createServer((request, response) => {
    answer(request.url ?? "", request.headers.authorization, (status, headers, body) =>
      response.writeHead(status, headers).end(body),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
