import type { Role } from "./person.ts";

/**
 * What belongs on the record about entering and leaving. Without email or address: a failed login against an
 * account that does not exist has no `personId`, and what was typed is not kept, for people type passwords there.
 */
export type AccessEvent =
  | { type: "login-succeeded"; personId: string; role: Role }
  | { type: "login-failed"; personId?: string; reason: "wrong-credentials" | "too-many-attempts" }
  | { type: "logout"; personId: string; role: Role };
