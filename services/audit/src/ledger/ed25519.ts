import { createPublicKey, verify } from "node:crypto";
import { promisify } from "node:util";
import type { VerifierKey } from "../proof/note.ts";

const verifyInPool = promisify(verify);

/**
 * The key, with Node's own check of its signatures, in its pool of threads: a bundle of a million entries has four thousand
 * of them, and through WebCrypto each costs the thread that waits for it more than the check itself.
 */
export function checkedByNode(key: VerifierKey): VerifierKey {
  const x = Buffer.from(key.publicKey).toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return { ...key, check: (signature, text) => verifyInPool(null, text, publicKey, signature) };
}
