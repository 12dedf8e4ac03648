import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { repositoryRoot } from "@liss/servers";
import { z } from "zod";

const run = promisify(execFile);
const longestBill = 64 * 2 ** 20;

const License = z.union([
  z.object({ expression: z.string() }).transform(({ expression }) => expression),
  z.object({ license: z.object({ id: z.string() }) }).transform(({ license }) => license.id),
  z.object({ license: z.object({ name: z.string() }) }).transform(({ license }) => license.name),
]);
const Component = z.object({
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  licenses: z.array(License).default([]),
});
const Bill = z.object({ bomFormat: z.literal("CycloneDX"), components: z.array(Component) });
export type Component = z.infer<typeof Component>;

/** Everything that is installed, as a CycloneDX bill of materials. pnpm writes it, from its lockfile and its store. */
export async function billOfMaterials(): Promise<{ text: string; components: Component[] }> {
  const { stdout } = await run("pnpm", ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application"], {
    cwd: repositoryRoot,
    maxBuffer: longestBill,
  });
  return { text: stdout, components: Bill.parse(JSON.parse(stdout)).components };
}
