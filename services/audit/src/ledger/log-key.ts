import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { fromBase64 } from "../proof/bytes.ts";
import { type NoteSigner, parseVerifierKey, type VerifierKey, verifierKey } from "../proof/note.ts";

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
  throw new Error("LISS_CHECKPOINT_KEY is not base64 of a PKCS8 Ed25519 private key");
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
