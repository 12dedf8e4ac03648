import { readFile } from "node:fs/promises";
import { Transient } from "@liss/messaging";
import { z } from "zod";
import { type Bytes, fromBase64, toBase64 } from "../proof/bytes.ts";
import { isSignature, type NoteSigner, type VerifierKey, verifierKey } from "../proof/note.ts";

/** Where HashiCorp Vault's transit engine is, and what its key is called there. */
export type Transit = {
  address: string;
  mount: string;
  key: string;
  /** Asked for with each request: an agent renews it in its file. */
  token: () => Promise<string>;
  namespace?: string | undefined;
};

/** Shorter than Postgres lets the transaction idle in which the answer is waited for. */
const ANSWER_MS = 5_000;

const Key = z.object({
  data: z.object({
    type: z.string(),
    latest_version: z.number().int().positive(),
    keys: z.record(z.string().regex(/^\d+$/), z.object({ public_key: z.string().optional() })),
  }),
});
const Signed = z.object({ data: z.object({ signature: z.string() }) });

/**
 * The log's keys in Vault: the newest version signs, those before it still verify. The private key never leaves Vault.
 * To rotate, rotate the key there and restart.
 * Source: https://developer.hashicorp.com/vault/api-docs/secret/transit, "Read key" and "Sign data".
 * @throws Error in one sentence when Vault does not have such a key of Ed25519
 */
export async function transitKeys(
  origin: string,
  transit: Transit,
): Promise<{ signer: NoteSigner; former: VerifierKey[] }> {
  const { data } = Key.parse(await ask(transit, `keys/${encodeURIComponent(transit.key)}`));
  if (data.type !== "ed25519") throw new Error(`The key ${transit.key} in Vault is not of ed25519`);
  const versions = Object.keys(data.keys)
    .map(Number)
    .sort((a, b) => b - a);
  const keys = new Map<number, VerifierKey>();
  for (const version of versions) {
    const publicKey = fromBase64(data.keys[version]?.public_key ?? "");
    // A derived key has no one public key.
    if (!publicKey) throw new Error(`Version ${version} of ${transit.key} in Vault has no public key`);
    keys.set(version, await verifierKey(origin, publicKey));
  }
  const current = keys.get(data.latest_version);
  if (!current) throw new Error(`Vault does not show the newest version of ${transit.key}`);
  const former = versions.filter((version) => version !== data.latest_version);
  return {
    signer: { ...current, sign: (text) => signed(transit, current, data.latest_version, text) },
    former: former.flatMap((version) => keys.get(version) ?? []),
  };
}

/**
 * @throws Transient whatever went wrong: sealed, away, a token that ran out. Nothing is lost while nothing is signed, and
 *   nothing is taken for somebody's fault.
 */
async function signed(transit: Transit, key: VerifierKey, version: number, text: Uint8Array): Promise<Bytes> {
  const answer = await ask(transit, `sign/${encodeURIComponent(transit.key)}`, {
    input: toBase64(text),
    key_version: version,
  }).catch((error: unknown) => {
    throw new Transient(error instanceof Error ? error.message : "Vault did not answer");
  });
  const signature = Signed.safeParse(answer).data?.data.signature;
  const bytes = fromBase64(/^vault:v(\d+):(\S+)$/.exec(signature ?? "")?.[2] ?? "");
  // What Vault says it signed goes into the record for ever: it is looked at first.
  if (!bytes || !(await isSignature(key, bytes, new Uint8Array(text)))) {
    throw new Transient(`Vault's signature is not of version ${version} of its key`);
  }
  return bytes;
}

async function ask(transit: Transit, path: string, body?: object): Promise<unknown> {
  const { address, mount, namespace } = transit;
  const headers: Record<string, string> = {
    "X-Vault-Token": await transit.token(),
    "X-Vault-Request": "true",
  };
  if (namespace) headers["X-Vault-Namespace"] = namespace;
  const response = await fetch(`${address.replace(/\/$/, "")}/v1/${mount}/${path}`, {
    method: body ? "POST" : "GET",
    headers,
    ...(body && { body: JSON.stringify(body) }),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  }).catch(() => {
    throw new Error("Vault does not answer"); // the cause could quote the address with what is in it
  });
  // Its errors may name paths and policies; the number says what to do.
  if (!response.ok) throw new Error(`Vault answered ${response.status} to ${path.split("/")[0]}`);
  return response.json();
}

/** @throws Error in one sentence when there is neither a token nor a file with one */
export function tokenFrom(token: string | undefined, file: string | undefined): () => Promise<string> {
  if (file !== undefined) return async () => (await readFile(file, "utf8")).trim();
  if (token === undefined) throw new Error("VAULT_TOKEN or VAULT_TOKEN_FILE is missing");
  return async () => token;
}
