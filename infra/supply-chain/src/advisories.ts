import { execFile } from "node:child_process";
import { repositoryRoot } from "@liss/servers";
import { z } from "zod";

const Audit = z.object({
  advisories: z
    .record(z.string(), z.object({ module_name: z.string(), severity: z.string(), title: z.string() }))
    .default({}),
});

/** What the registry knows against what is installed; or why it could not be asked, which is not the same as nothing. */
export type Advisories =
  | { asked: true; found: { name: string; severity: string; title: string }[] }
  | { asked: false; why: string };

/** Needs the network: asks the registry of the installation. */
export function advisories(): Promise<Advisories> {
  return new Promise((resolve) => {
    const options = { cwd: repositoryRoot, timeout: 60_000, maxBuffer: 64 * 2 ** 20 };
    execFile("pnpm", ["audit", "--json"], options, (_error, stdout, stderr) => resolve(read(stdout, stderr)));
  });
}

/** pnpm ends with 1 both when it found something and when it could not ask: only what it wrote tells them apart. */
export function read(stdout: string, stderr: string): Advisories {
  try {
    const { advisories: found } = Audit.parse(JSON.parse(stdout));
    return {
      asked: true,
      found: Object.values(found).map(({ module_name: name, severity, title }) => ({
        name,
        severity,
        title,
      })),
    };
  } catch {
    const code = /ERR_PNPM_\w+/.exec(`${stdout}${stderr}`)?.[0] ?? "no answer";
    return { asked: false, why: `the registry could not be asked (${code})` };
  }
}
