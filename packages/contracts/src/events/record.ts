import { z } from "zod";
import type { AlertCode } from "../alert-codes.ts";
import { event } from "../event.ts";
import { PersonId, StaffRole, serviceNames } from "../values.ts";

const consoles = ["executive-routing", "audit"] as const;

/** With what somebody proved that it is she. */
export const loginMethods = ["password", "code", "recovery-code", "passkey", "oidc"] as const;
export const loginFailures = ["wrong-credentials", "wrong-code", "too-many-attempts"] as const;
/** She left, or nobody used her screen for so long that the login ended. */
export const logoutReasons = ["asked", "idle"] as const;

export const LoggedIn = event(
  "access.logged-in",
  1,
  { sources: consoles, consumers: [], summary: "A member of staff logged in" },
  {
    personId: PersonId,
    role: StaffRole,
    application: z.enum(["console", "explorer"]),
    method: z.enum(loginMethods).optional(),
  },
);

export const LoginFailed = event(
  "access.login-failed",
  1,
  { sources: consoles, consumers: [], summary: "Somebody failed to log in" },
  {
    personId: PersonId.optional().describe("Absent when no such person exists"),
    application: z.enum(["console", "explorer"]),
    reason: z.enum(loginFailures).optional(),
  },
);

export const LoggedOut = event(
  "access.logged-out",
  1,
  { sources: consoles, consumers: [], summary: "A member of staff logged out" },
  {
    personId: PersonId,
    application: z.enum(["console", "explorer"]),
    reason: z.enum(logoutReasons).optional(),
  },
);

/** An auditor looked at the record: that, too, is on the record. */
export const RecordRead = event(
  "access.record-read",
  1,
  { sources: ["audit"], consumers: [], summary: "An auditor searched or opened the record" },
  {
    personId: PersonId,
    what: z.enum(["sessions", "session", "entry", "proof", "report"]),
    entries: z.number().int().nonnegative(),
    aboutHerself: z.boolean().optional().describe("She looked for her own name or her own doings"),
  },
);

/**
 * Raised only under a known code. Read under any: the record keeps codes of earlier versions, and while a new version
 * starts, the old one must show an alarm that it has no name for.
 */
const RaisedCode = z.string().regex(/^[a-z][a-z0-9-]*$/) as z.ZodType<string, AlertCode>;

/** Something a person must look at. `detail` holds ids and counts, never content. */
export const AlertRaised = event(
  "operations.alert-raised",
  1,
  {
    sources: serviceNames,
    consumers: ["executive-routing"],
    summary: "Something failed in a way that a person must see",
  },
  {
    code: RaisedCode,
    severity: z.enum(["warning", "critical"]),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  },
);

/** What ran from when on: with it a deployment, a changed setting and a version of the rules have their time. */
export const ServiceStarted = event(
  "operations.service-started",
  1,
  { sources: serviceNames, consumers: [], summary: "A service started: its release, settings and versions" },
  {
    release: z.string().max(80).nullable().describe("What is deployed; null when nobody said"),
    runtime: z.string().max(40),
    configuration: z
      .record(z.string().max(60), z.string().regex(/^[0-9a-f]{12}$/))
      .describe("The beginning of the SHA-256 of each setting's JSON; secrets are not there"),
    versions: z.record(z.string().max(40), z.string().max(80)).describe("Of its rules or contents, by name"),
  },
);

/** Where the key-encryption key is kept. */
export const keyPlaces = ["environment", "file", "transit"] as const;
const KeyEncryptionKeyId = z.string().min(1).max(200).describe("Tells keys apart, and says nothing of any");
const keyCount = z.number().int().nonnegative();

/**
 * Another key-encryption key, by a command on the machine. Begun is said before anything changes: who stops it half way
 * has left that much.
 */
export const KeysRotated = event(
  "operations.keys-rotated",
  1,
  {
    sources: ["executive-routing"],
    consumers: [],
    summary: "Somebody began to change the key-encryption key, was done, or failed",
  },
  {
    rotationId: z.uuid(),
    personId: PersonId.describe("Who ran the command, as the machine knows her"),
    stage: z.enum(["begun", "done", "failed"]),
    place: z.enum(keyPlaces),
    from: z.array(KeyEncryptionKeyId).max(100).describe("The keys of before, as far as they are known"),
    to: KeyEncryptionKeyId.optional().describe("The key that wraps from now on"),
    rewrapped: keyCount.optional().describe("Content keys that were wrapped anew; absent before the end"),
    living: keyCount.describe("Content keys that exist"),
    underFormer: keyCount.describe("Those of them that a key of before still wraps"),
    forgotten: z.boolean().describe("The keys of before are gone, and older backups of the keys with them"),
  },
);

/** After a backup was put back, by a command on the machine: said also when nothing had come back. */
export const RestoreChecked = event(
  "operations.restore-checked",
  1,
  {
    sources: ["executive-routing"],
    consumers: [],
    summary: "After a restore somebody held the keys against the journal of what had been destroyed",
  },
  {
    personId: PersonId.describe("Who ran the command, as the machine knows her"),
    cameBack: keyCount.describe("Destroyed keys that were there again, and were destroyed again"),
  },
);

/** A signed tree head, published outside the database so that a rollback can be noticed. */
export const CheckpointPublished = event(
  "audit.checkpoint-published",
  1,
  { sources: ["audit"], consumers: [], summary: "The ledger signed a checkpoint over everything so far" },
  { size: z.number().int().nonnegative(), note: z.string().describe("The C2SP signed note") },
);
