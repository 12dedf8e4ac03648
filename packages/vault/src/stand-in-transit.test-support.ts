import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { closeBox, openBox } from "./box.ts";

type Body = Record<string, string | number | undefined>;

/**
 * HashiCorp Vault's transit engine as far as wrapping uses it, with the shapes and refusals of its HTTP API: a key of
 * aes256-gcm96 with versions, associated data, rotation, the oldest version that still decrypts, trimming.
 * Source: Vault's API documentation, secret/transit. The server itself is not part of the tests.
 */
export async function standInTransit(name: string, token: string) {
  const versions = new Map([[1, randomBytes(32)]]);
  const state = { sealed: false, latest: 1, minDecryption: 1, minEncryption: 0, requests: 0 };

  const server = createServer(async (request, response) => {
    state.requests += 1;
    const answer = (status: number, body?: object) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body && JSON.stringify(body));
    };
    if (state.sealed) return answer(503, { errors: ["Vault is sealed"] });
    if (request.headers["x-vault-token"] !== token) return answer(403, { errors: ["permission denied"] });
    const body = await bodyOf(request);
    switch (`${request.method} ${request.url}`) {
      case `GET /v1/transit/keys/${name}`:
        return answer(200, { data: { name, type: "aes256-gcm96", latest_version: state.latest } });
      case `POST /v1/transit/keys/${name}/rotate`:
        state.latest += 1;
        versions.set(state.latest, randomBytes(32));
        return answer(204);
      case `POST /v1/transit/keys/${name}/config`:
        state.minDecryption = Number(body.min_decryption_version);
        state.minEncryption = Number(body.min_encryption_version);
        return answer(204);
      case `POST /v1/transit/keys/${name}/trim`: {
        const oldest = Number(body.min_available_version);
        if (oldest > Math.min(state.minDecryption, state.minEncryption))
          return answer(400, { errors: ["minimum available version cannot be greater"] });
        for (const version of versions.keys()) if (version < oldest) versions.delete(version);
        return answer(204);
      }
      case `POST /v1/transit/encrypt/${name}`: {
        const box = closeBox(keyOf(state.latest), aadIn(body), Buffer.from(String(body.plaintext), "base64"));
        return answer(200, { data: { ciphertext: `vault:v${state.latest}:${box.toString("base64")}` } });
      }
      case `POST /v1/transit/decrypt/${name}`: {
        const [, version, box] = /^vault:v(\d+):(.+)$/.exec(String(body.ciphertext)) ?? [];
        const key = versions.get(Number(version));
        if (!key || Number(version) < state.minDecryption)
          return answer(400, {
            errors: ["ciphertext or signature version is disallowed by policy (too old)"],
          });
        const plaintext = openBox(key, aadIn(body), Buffer.from(box ?? "", "base64"));
        if (!plaintext) return answer(400, { errors: ["cipher: message authentication failed"] });
        return answer(200, { data: { plaintext: plaintext.toString("base64") } });
      }
      default:
        return answer(404, { errors: [] });
    }
  });
  const keyOf = (version: number) => versions.get(version) ?? randomBytes(32);
  const aadIn = (body: Body) => Buffer.from(String(body.associated_data ?? ""), "base64");
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    versions,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text ? JSON.parse(text) : {};
}
