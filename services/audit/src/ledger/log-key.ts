import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fromBase64 } from "../proof/bytes.ts";
import { type NoteSigner, parseVerifierKey, type VerifierKey, verifierKey } from "../proof/note.ts";
import { tokenFrom, transitKeys } from "./vault-transit.ts";

/**
 * The log's signing key from base64 of a PKCS8 Ed25519 private key, under the name `origin`.
 * @throws Error in one sentence; the key is never quoted
 */
export async function logSigner(origin: string, pkcs8: string): Promise<NoteSigner> {
  const privateKey = readKey(pkcs8);
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  const key = await verifierKey(origin, new Uint8Array(Buffer.from(x ?? "", "base64url")));
  return { ...key, sign: (text) => new Uint8Array(sign(null, text, privateKey)) };
}

function readKey(pkcs8: string): KeyObject {
  const der = fromBase64(pkcs8);
  try {
    const key = createPrivateKey({ key: Buffer.from(der ?? []), format: "der", type: "pkcs8" });
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // The reason would quote the key's bytes; what to do is said below.
  }
  throw new Error("The checkpoint key is not base64 of a PKCS8 Ed25519 private key");
}

/** Where the log's key may be; one of the three. */
export type KeyPlaces = {
  LISS_LOG_ORIGIN: string;
  LISS_CHECKPOINT_KEY?: string | undefined;
  LISS_CHECKPOINT_KEY_FILE?: string | undefined;
  LISS_VAULT_KEY?: string | undefined;
  LISS_VAULT_MOUNT: string;
  LISS_FORMER_LOG_KEYS: string;
  VAULT_ADDR?: string | undefined;
  VAULT_TOKEN?: string | undefined;
  VAULT_TOKEN_FILE?: string | undefined;
  VAULT_NAMESPACE?: string | undefined;
};

/**
 * Who signs, and all keys that this log ever had, the present one first.
 * @throws Error in one sentence when none or several are named, or the one cannot be had
 */
export async function openLogKeys(places: KeyPlaces): Promise<{ signer: NoteSigner; keys: VerifierKey[] }> {
  const { LISS_LOG_ORIGIN: origin, LISS_FORMER_LOG_KEYS: former } = places;
  const { LISS_CHECKPOINT_KEY: text, LISS_CHECKPOINT_KEY_FILE: file, LISS_VAULT_KEY: name } = places;
  if ([text, file, name].filter((place) => place !== undefined).length !== 1) {
    throw new Error(
      "One of LISS_CHECKPOINT_KEY, LISS_CHECKPOINT_KEY_FILE and LISS_VAULT_KEY must say where the key is",
    );
  }
  if (name !== undefined) {
    if (places.VAULT_ADDR === undefined) throw new Error("LISS_VAULT_KEY needs VAULT_ADDR");
    const inVault = await transitKeys(origin, {
      address: places.VAULT_ADDR,
      mount: places.LISS_VAULT_MOUNT,
      key: name,
      token: tokenFrom(places.VAULT_TOKEN, places.VAULT_TOKEN_FILE),
      namespace: places.VAULT_NAMESPACE,
    });
    const { signer } = inVault;
    const [current, ...others] = await logKeys(signer, former);
    return { signer, keys: [current ?? signer, ...inVault.former, ...others] };
  }
  const signer = await logSigner(origin, text ?? (await keyIn(file ?? "")));
  return { signer, keys: await logKeys(signer, former) };
}

/** Base64 as in the variable, or PEM as `openssl genpkey` writes it. */
async function keyIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new Error("LISS_CHECKPOINT_KEY_FILE cannot be read");
  });
  return text.replace(/-----[A-Z ]+-----/g, "").replace(/\s+/g, "");
}

/**
 * The keys that may have signed this log, the present one first. They come from the configuration and not from the
 * database: whoever could write a key there could sign with it.
 * @throws Error in one sentence when one is not a key of this log
 */
export async function logKeys(current: VerifierKey, former: string): Promise<VerifierKey[]> {
  const texts = former.split(/\s+/).filter(Boolean);
  const keys = await Promise.all(texts.map((text) => parseVerifierKey(text)));
  const wrong = texts.find((_, nth) => keys[nth]?.name !== current.name);
  if (wrong !== undefined)
    throw new Error(`LISS_FORMER_LOG_KEYS has a key that is not of ${current.name}: ${wrong}`);
  return [current, ...keys.filter((key) => key !== undefined)];
}
