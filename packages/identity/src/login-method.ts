/** With what somebody entered. */
export type LoginMethod = "password" | "code" | "recovery-code" | "passkey" | "oidc";

/** Which of better-auth's paths open a login with what; every other path proves a password at most. */
const methods: Readonly<Record<string, LoginMethod>> = {
  "/two-factor/verify-totp": "code",
  "/two-factor/verify-backup-code": "recovery-code",
  // With a finger, a face or a PIN each time: both factors in one. See passkeys.ts.
  "/passkey/verify-authentication": "passkey",
  // Tokens that do not tell of a second factor are refused in oidc.ts.
  "/callback/:id": "oidc",
};

export function methodOf(path: string | undefined): LoginMethod {
  return (path !== undefined && methods[path]) || "password";
}

/** Whether staff must prove more than a password. */
export type SecondFactor = "required" | "off";

/** A password alone opens nothing where a second factor is required, but the enrolment of one. */
export function isEnough(method: unknown, secondFactor: SecondFactor): boolean {
  return secondFactor === "off" || (typeof method === "string" && method !== "password");
}
