import { z } from "zod";
import type { OidcOptions } from "./oidc.ts";

/** What the environment of a service tells of the institution's own login, the same words in each. */
export const oidcSettings = {
  OIDC_ISSUER: z
    .url()
    .optional()
    .describe(
      "The institution's OpenID Connect issuer, if staff may enter with it, e.g. https://id.servicio.example",
    ),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe("What the issuer calls Liss"),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe("Liss's secret at the issuer"),
  OIDC_NAME: z
    .string()
    .default("la cuenta de tu institución")
    .describe("How people know it, after the word 'Usar'"),
  OIDC_SECOND_FACTOR: z
    .enum(["asserted", "trusted"])
    .default("asserted")
    .describe(
      "asserted: each token must tell of a second factor (amr); trusted: the issuer always asks for one",
    ),
};

const Settings = z.object(oidcSettings);

/**
 * The institution's login as the environment tells of it; undefined when there is none.
 * @throws Error in one sentence when only half of it is there.
 */
export function oidcOf(settings: z.infer<typeof Settings>): OidcOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (!issuer && !clientId && !clientSecret) return undefined;
  if (!issuer || !clientId || !clientSecret)
    throw new Error("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: one of them is missing");
  return {
    issuer,
    clientId,
    clientSecret,
    name: settings.OIDC_NAME,
    secondFactor: settings.OIDC_SECOND_FACTOR,
  };
}
