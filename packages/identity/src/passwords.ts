import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { verifyPassword as verifyScrypt } from "better-auth/crypto";

/** Length over composition rules (NIST SP 800-63B); a second factor comes beside it. */
export const minPasswordLength = 12;
export const maxPasswordLength = 128;

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; some 25 ms of one of libuv's threads. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const derive = promisify(argon2);

/** Argon2id, as `$argon2id$v=19$m=…,t=…,p=…$salt$key`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const key = await derive("argon2id", { ...cost, message: password.normalize("NFKC"), nonce });
  const base64 = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(key)}`;
}

/** Also what scrypt hashed before, so that nobody has to choose a password anew. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }) {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!parts) return verifyScrypt({ hash, password });
  const [memory, passes, parallelism] = parts.slice(1, 4).map(Number) as [number, number, number];
  const [nonce, key] = parts.slice(4).map((part) => Buffer.from(part, "base64")) as [Buffer, Buffer];
  const derived = await derive("argon2id", {
    memory,
    passes,
    parallelism,
    tagLength: key.length,
    message: password.normalize("NFKC"),
    nonce,
  });
  return timingSafeEqual(derived, key);
}

/** Whether it was hashed as we no longer do. */
export const isFormerHash = (hash: string): boolean => !hash.startsWith("$argon2id$");
