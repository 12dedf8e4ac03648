import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { fromBase64 } from "../proof/bytes.ts";
import { type NoteSigner, verifierKey } from "../proof/note.ts";

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
