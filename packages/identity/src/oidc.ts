import { genericOAuth } from "better-auth/plugins/generic-oauth";
import type { SecondFactor } from "./login-method.ts";

/** The institution's own login, as OpenID Connect tells of it. */
export interface OidcOptions {
  /** `https://id.institucion.example`; its `/.well-known/openid-configuration` says the rest. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** How people know it: "Cuenta de la institución". */
  name: string;
  /**
   * `asserted`: the issuer must say in each token that more than a password was proven (`amr`, RFC 8176). `trusted`: it
   * always asks for more, and does not say so.
   */
  secondFactor: "asserted" | "trusted";
}

export const oidcProvider = "oidc";

/** What in `amr` stands for more than a password. Source: RFC 8176 §2. */
const stronger = new Set(["mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris", "retina", "vbm"]);

/** Lets in who is invited already and is known to the issuer by the same verified email; nobody is created. */
export function oidc(options: OidcOptions, secondFactor: SecondFactor) {
  return genericOAuth({
    config: [
      {
        providerId: oidcProvider,
        name: options.name,
        discoveryUrl: `${options.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
        clientId: options.clientId,
        clientSecret: options.clientSecret,
        scopes: ["openid", "email", "profile"],
        pkce: true,
        requireIdTokenVerification: true,
        disableSignUp: true,
        getUserInfo: async ({ idToken }) => {
          const claims = claimsOf(idToken);
          const amr = Array.isArray(claims.amr) ? claims.amr : [];
          const strong = options.secondFactor === "trusted" || amr.some((way) => stronger.has(String(way)));
          if (secondFactor === "required" && !strong) return null;
          const { sub, email, name } = claims;
          if (typeof sub !== "string" || typeof email !== "string" || claims.email_verified !== true)
            return null;
          return { id: sub, sub, email, emailVerified: true, name: typeof name === "string" ? name : email };
        },
      },
    ],
  });
}

/** The claims of a token whose signature, audience and nonce were verified already. */
function claimsOf(idToken: string | undefined): Record<string, unknown> {
  const [, payload] = idToken?.split(".") ?? [];
  if (payload === undefined) return {};
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<string, unknown>;
}
