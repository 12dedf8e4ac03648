import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import { parse } from "yaml";
import { z } from "zod";

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ resolution: z.object({ integrity: z.string().optional(), tarball: z.string().optional() }) }),
  ),
});

/**
 * Packages of the lockfile whose bytes are not fixed by a hash, or that come from elsewhere than the registry: the
 * next installation could bring something else under the same name.
 */
export function notFixed(text = readFileSync(join(repositoryRoot, "pnpm-lock.yaml"), "utf8")): string[] {
  const { packages } = Lockfile.parse(parse(text));
  return Object.entries(packages).flatMap(([name, { resolution }]) =>
    resolution.integrity?.startsWith("sha512-") && resolution.tarball === undefined ? [] : [name],
  );
}
