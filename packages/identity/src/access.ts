import type { LoginMethod } from "./login-method.ts";
import type { Role } from "./person.ts";

/** What a person changed about how she enters. */
export type FactorChange =
  | "code-enrolled"
  | "recovery-codes-made"
  | "password-set"
  | "passkey-added"
  | "passkey-removed";

/**
 * What belongs on the record about entering and leaving. Without email or address: a failed login against an
 * account that does not exist has no `personId`, and what was typed is not kept, for people type passwords there.
 */
export type AccessEvent =
  | { type: "login-succeeded"; personId: string; role: Role; method: LoginMethod }
  | {
      type: "login-failed";
      personId?: string;
      reason: "wrong-credentials" | "wrong-code" | "too-many-attempts";
    }
  | { type: "logout"; personId: string; role: Role; reason: "asked" | "idle" }
  | { type: "factor-changed"; personId: string; role: Role; what: FactorChange };
