import { passkey } from "@better-auth/passkey";
import { APIError } from "better-auth/api";

/** Passkeys: keys that stay in her telephone or computer and open with a finger, a face or a PIN. */
export function passkeys({ baseUrl, trustedOrigins }: { baseUrl: string; trustedOrigins: string[] }) {
  return passkey({
    rpName: "Liss",
    rpID: new URL(baseUrl).hostname,
    origin: trustedOrigins,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    registration: {
      afterVerification: ({ verification }) =>
        assertVerified(verification.registrationInfo?.userVerified === true),
    },
    authentication: {
      afterVerification: ({ verification }) => assertVerified(verification.authenticationInfo.userVerified),
    },
    schema: {
      passkey: {
        modelName: "passkeys",
        fields: {
          userId: "person_id",
          credentialID: "credential_id",
          publicKey: "public_key",
          deviceType: "device_type",
          backedUp: "backed_up",
          createdAt: "created_at",
        },
      },
    },
  });
}

/** The plugin asks for it and lets go whoever did not give it; a key that any hand can use is one factor only. */
async function assertVerified(verified: boolean): Promise<void> {
  if (!verified) throw new APIError("UNAUTHORIZED", { code: "USER_NOT_VERIFIED" });
}
