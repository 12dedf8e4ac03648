import { randomBytes } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import type { Secrets } from "../stack/secrets.ts";

/** What the house can change by itself, and what somebody else must. Told in the early alert's draft. */
export const rotated = [
  "passwords of Postgres roles",
  "passwords of broker users",
  "webhook's verify token",
] as const;

/**
 * New passwords for everything that only the house knows; they hold from the next start, which sets them in Postgres
 * and in the broker. Not touched, because something else hangs on each: the key-encryption key and the blind index
 * (content and phones would be lost), the login secret (it seals second factors), the checkpoint key (the record's own
 * rotation keeps the old one known) and what Meta gave.
 */
export function rotateSecrets(path: string, secrets: Secrets): Secrets {
  const word = () => randomBytes(24).toString("base64url");
  const anew = <Names extends string>(old: Record<Names, string>) =>
    Object.fromEntries(Object.keys(old).map((name) => [name, word()])) as Record<Names, string>;
  const next: Secrets = {
    ...secrets,
    postgres: anew(secrets.postgres),
    nats: anew(secrets.nats),
    whatsapp: { ...secrets.whatsapp, verifyToken: word() },
  };
  // Whole or not at all: without its secrets the data of this machine cannot be read.
  writeFileSync(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return next;
}
