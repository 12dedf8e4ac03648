import { generateKeyPairSync, randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type ServiceName, serviceNames } from "@liss/contracts";
import { SetupProblem } from "@liss/servers";

/** The roles of Postgres that log in. Identity's is shared by the two services that know people. */
export const databaseRoles = [
  "gateway",
  "triage",
  "bot",
  "routing",
  "audit",
  "audit_owner",
  "vault_owner",
  "identity",
] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

export type NatsUserName = ServiceName | "admin";

/** What the stack of this machine keeps secret. Production takes the same values from its own secret store. */
export type Secrets = {
  postgres: Record<DatabaseRole, string>;
  nats: Record<NatsUserName, string>;
  /** Only in folders from before the keys had a file of their own, which begins with it. */
  keyEncryptionKey?: string;
  /** 32 bytes, base64: finds a phone without storing it. */
  blindIndexKey: string;
  auth: string;
  /** PKCS8 of an Ed25519 key, base64: signs the audit's checkpoints. */
  checkpointKey: string;
  whatsapp: { appSecret: string; verifyToken: string; accessToken: string; phoneNumberId: string };
};

/**
 * The secrets of this data folder, made at the first start and kept (mode 0600): the data cannot be read without.
 *
 * @throws SetupProblem when the file was damaged.
 */
export function secretsOf(path: string): Secrets {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(newSecrets(), null, 2)}\n`, { mode: 0o600 });
  }
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Secrets;
  } catch {
    throw new SetupProblem(
      `The file with this machine's secrets (${path}) is damaged: restore it, or begin again with empty data (npm start -- --fresh).`,
    );
  }
}

/** The file of key-encryption keys, made at the first start; `keys:rotate` changes it. Content cannot be read without. */
export function ensureKeyFile(path: string, { keyEncryptionKey }: Secrets): void {
  if (existsSync(path)) return;
  writeFileSync(path, `${keyEncryptionKey ?? randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
}

function newSecrets(): Secrets {
  const word = () => randomBytes(24).toString("base64url");
  const key = () => randomBytes(32).toString("base64");
  const each = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, word()])) as Record<Name, string>;
  const { privateKey } = generateKeyPairSync("ed25519");
  return {
    postgres: each(databaseRoles),
    nats: each([...serviceNames, "admin"]),
    blindIndexKey: key(),
    auth: word(),
    checkpointKey: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
    whatsapp: {
      appSecret: randomBytes(16).toString("hex"),
      verifyToken: word(),
      accessToken: word(),
      phoneNumberId: String(randomInt(100_000_000_000, 200_000_000_000)),
    },
  };
}
