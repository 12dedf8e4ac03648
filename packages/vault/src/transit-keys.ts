import { readFile } from "node:fs/promises";
import { z } from "zod";
import { KeyUnavailable } from "./errors.ts";
import type { KeyProvider } from "./key-provider.ts";

/** HashiCorp Vault's transit engine, and the key (aes256-gcm96) that wraps ours there. */
export type Transit = {
  /** e.g. https://vault.example:8200 */
  address: string;
  mount: string;
  key: string;
  /** Asked for with each request: an agent renews it in its file. */
  token: () => Promise<string>;
};

export type TransitKeys = KeyProvider & {
  /** A new version of the key; it wraps from now on. */
  rotate(): Promise<void>;
  /** Destroys every version before the current one, in Vault itself: what they wrapped opens nowhere any more. */
  forgetFormer(): Promise<void>;
};

const answerMs = 5_000;
const Key = z.object({ data: z.object({ type: z.string(), latest_version: z.number().int().positive() }) });
const Encrypted = z.object({ data: z.object({ ciphertext: z.string().regex(/^vault:v\d+:/) }) });
const Decrypted = z.object({ data: z.object({ plaintext: z.base64() }) });

/**
 * The KEK stays in Vault; content keys go there to be wrapped and unwrapped. Each wrapped key remembers the version of
 * its KEK. Source: https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
export function transitKeyProvider(transit: Transit): TransitKeys {
  const { key, mount } = transit;
  const name = encodeURIComponent(key);
  const idOfVersion = (version: number | string) => `transit:${mount}/${key}:v${version}`;
  const latest = async () => {
    const { data } = Key.parse(await ask(transit, `keys/${name}`));
    if (data.type !== "aes256-gcm96") throw new Error(`the key ${key} in Vault is not of aes256-gcm96`);
    return data.latest_version;
  };
  return {
    currentId: async () => idOfVersion(await latest()),
    wrap: async (plain, aad) => {
      const { data } = Encrypted.parse(
        await ask(transit, `encrypt/${name}`, {
          plaintext: plain.toString("base64"),
          associated_data: aad.toString("base64"),
        }),
      );
      const version = data.ciphertext.split(":")[1]?.slice(1) ?? "";
      return { wrapped: Buffer.from(data.ciphertext, "utf8"), kekId: idOfVersion(version) };
    },
    unwrap: async (kekId, wrapped, aad) => {
      if (!kekId.startsWith(`transit:${mount}/${key}:v`)) throw new KeyUnavailable(kekId);
      const body = { ciphertext: wrapped.toString("utf8"), associated_data: aad.toString("base64") };
      // Away, sealed, or a version that was destroyed: none of it is the box's fault.
      const answer = await ask(transit, `decrypt/${name}`, body).catch((error: unknown) => {
        throw new KeyUnavailable(kekId, { cause: error });
      });
      return Buffer.from(Decrypted.parse(answer).data.plaintext, "base64");
    },
    rotate: async () => void (await ask(transit, `keys/${name}/rotate`, {})),
    forgetFormer: async () => {
      const version = await latest();
      const oldest = { min_decryption_version: version, min_encryption_version: version };
      await ask(transit, `keys/${name}/config`, oldest);
      await ask(transit, `keys/${name}/trim`, { min_available_version: version });
    },
  };
}

/** A token of the environment, or a file that an agent keeps fresh. */
export function transitToken(token: string | undefined, file: string | undefined): Transit["token"] {
  if (file !== undefined) return async () => (await readFile(file, "utf8")).trim();
  if (token === undefined) throw new RangeError("LISS_TRANSIT_TOKEN or LISS_TRANSIT_TOKEN_FILE is missing");
  return async () => token;
}

async function ask({ address, mount, token }: Transit, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${address.replace(/\/$/, "")}/v1/${mount}/${path}`, {
    method: body ? "POST" : "GET",
    headers: { "X-Vault-Token": await token(), "X-Vault-Request": "true" },
    ...(body && { body: JSON.stringify(body) }),
    redirect: "error",
    signal: AbortSignal.timeout(answerMs),
  }).catch(() => {
    throw new Error("Vault does not answer"); // the cause could quote the address with what is in it
  });
  // Its errors may name paths and policies; the number says what to do.
  if (!response.ok) throw new Error(`Vault answered ${response.status} to ${path.split("/")[0]}`);
  return response.status === 204 ? undefined : response.json();
}
