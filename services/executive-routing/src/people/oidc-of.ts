import type { OidcOptions } from "@liss/identity";
import type { Config } from "../config.ts";

/**
 * The institution's login as the environment tells of it; undefined when there is none.
 * @throws Error in one sentence when only half of it is there.
 */
export function oidcOf(config: Config): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config;
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret)
    throw new Error("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: one of them is missing");
  return { issuer, clientId, clientSecret, name: config.OIDC_NAME, secondFactor: config.OIDC_SECOND_FACTOR };
}
