import { Tier } from "@liss/contracts";
import { loginSettings, oidcSettings } from "@liss/identity";
import { deploymentSettings } from "@liss/telemetry";
import { z } from "zod";

const url = () => z.string().regex(/^[a-z]+:\/\//, "must be an address with its protocol");

/** `imminent=60,high=120` → milliseconds by tier. */
function limitsByTier(text: string, context: z.RefinementCtx): Partial<Record<Tier, number>> {
  const pairs = text.split(",").map((pair) => pair.split("="));
  const isWrong = ([tier, seconds]: string[]) => !Tier.safeParse(tier).success || !(Number(seconds) > 0);
  if (pairs.some(isWrong)) context.addIssue({ code: "custom", message: "must be tier=seconds, with commas" });
  return Object.fromEntries(pairs.map(([tier, seconds]) => [tier, Number(seconds) * 1_000]));
}

export const Config = z.object({
  ...deploymentSettings,
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4050)
    .describe("Where the explorer and its API listen"),
  DATABASE_URL: url()
    .describe("The record, as the role that may only add to it and read it")
    .meta({ example: "postgres://audit:secret@127.0.0.1:5432/audit" }),
  MIGRATION_DATABASE_URL: url()
    .describe("The same database as the role that owns its tables; another one than in DATABASE_URL")
    .meta({ example: "postgres://audit_owner:secret@127.0.0.1:5432/audit" }),
  IDENTITY_DATABASE_URL: url()
    .describe("The people: who may log in, and the names shown on the record")
    .meta({ example: "postgres://identity:secret@127.0.0.1:5432/identity" }),
  NATS_URL: url().describe("The broker; several with commas").meta({ example: "nats://127.0.0.1:4222" }),
  NATS_USER: z.string().default("audit").describe("The broker's user of this service"),
  NATS_PASSWORD: z.string().min(1).describe("Its password").meta({ example: "from infra/nats" }),
  LISS_AUTH_SECRET: z
    .string()
    .min(32)
    .describe("Signs the explorer's cookies; at least 32 characters")
    .meta({ example: "$(openssl rand -base64 32)" }),
  PUBLIC_URL: url()
    .default("http://localhost:4050")
    .describe("Where auditors' browsers find the explorer; https in production"),
  LISS_CHECKPOINT_KEY: z
    .string()
    .min(1)
    .optional()
    .describe("Signs the checkpoints: base64 of an Ed25519 private key in PKCS8; or one of the next two")
    .meta({ example: "$(openssl genpkey -algorithm ed25519 -outform DER | base64)" }),
  LISS_CHECKPOINT_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("A file with that key, as base64 or PEM")
    .meta({ example: "/run/secrets/checkpoint-key.pem" }),
  LISS_VAULT_KEY: z
    .string()
    .min(1)
    .optional()
    .describe("Name of an ed25519 key in HashiCorp Vault's transit engine; it never leaves Vault")
    .meta({ example: "liss-audit" }),
  LISS_VAULT_MOUNT: z.string().min(1).default("transit").describe("Where the transit engine is mounted"),
  VAULT_ADDR: url()
    .optional()
    .describe("Vault's address")
    .meta({ example: "https://vault.example.org:8200" }),
  VAULT_TOKEN: z.string().min(1).optional().describe("May read and sign with that key, and nothing else"),
  VAULT_TOKEN_FILE: z
    .string()
    .min(1)
    .optional()
    .describe("Instead of the token: the file in which an agent renews it"),
  VAULT_NAMESPACE: z.string().min(1).optional().describe("Vault's namespace, where there are several"),
  LISS_FORMER_LOG_KEYS: z
    .string()
    .default("")
    .describe("Public keys that signed before this one, separated by spaces: what they signed still verifies")
    .meta({ example: "liss.local/audit+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k" }),
  LISS_LOG_ORIGIN: z
    .string()
    .regex(/^[^\s+]+$/, "has no space and no plus")
    .default("liss.local/audit")
    .describe("Name of this log in every checkpoint; never changes"),
  CHECKPOINT_FILE: z
    .string()
    .min(1)
    .describe("Every checkpoint once more, outside the database, better on another disk")
    .meta({ example: "/var/lib/liss/checkpoints.jsonl" }),
  LISS_WITNESS_URL: url()
    .optional()
    .describe("Submission prefix of a witness (C2SP tlog-witness) that is shown the checkpoints")
    .meta({ example: "https://witness.example.org/liss" }),
  LISS_WITNESS_KEY: z
    .string()
    .optional()
    .describe("The witness's public key, as a C2SP verifier key of cosignatures; needed with its address")
    .meta({ example: "witness.example.org/w1+6f3e5b1c+BEiJ…" }),
  MOST_SECONDS_TO_QUEUE: z.coerce
    .number()
    .positive()
    .default(5)
    .describe("After so long an accepted message that is on no timeline raises an alarm"),
  MOST_SECONDS_TO_SEE: z
    .string()
    .default("imminent=60,high=120,unassessed=120,support=600,guidance=1200,information=3600")
    .transform(limitsByTier)
    .describe("After so long a message that no person has seen raises an alarm, by tier"),
  ...loginSettings,
  ...oidcSettings,
  LISS_MODE: z
    .enum(["local", "production"])
    .default("production")
    .describe("local has demo people; production refuses them"),
});
export type Config = z.infer<typeof Config>;
