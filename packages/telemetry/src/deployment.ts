import { createHash } from "node:crypto";
import { z } from "zod";

/** What every service's configuration has, so that the record can say what ran. */
export const deploymentSettings = {
  LISS_RELEASE: z
    .string()
    .max(80)
    .optional()
    .describe("What is deployed, for the record: a release, a commit or the digest of an image")
    .meta({ example: "2026.11.3" }),
};

/** Names of what nobody may learn from a hash: secrets, addresses with passwords in them, whatever leads to a phone. */
const secret = /SECRET|PASSWORD|TOKEN|KEY|CREDENTIAL|PEPPER|PHONE|_URL$/;

/**
 * Of each setting in force the beginning of a hash, by its name: two starts can be compared, and a value that somebody
 * names can be checked, without any being told. Secrets are left out.
 */
export function fingerprintsOf(config: Readonly<Record<string, unknown>>): Record<string, string> {
  const named = Object.entries(config).filter(([name, value]) => value !== undefined && !secret.test(name));
  return Object.fromEntries(
    named
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [
        name,
        createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12),
      ]),
  );
}
