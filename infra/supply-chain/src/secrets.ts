import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@liss/servers";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";

const preset = "@secretlint/secretlint-rule-preset-recommend";

/** Addresses of databases on this machine, with passwords that every test makes anew. */
const rules = [
  {
    id: "@secretlint/secretlint-rule-database-connection-string",
    options: { allows: ["/:…@|@127\\.0\\.0\\.1|@localhost|\\$\\{/"] },
  },
];

/** Pictures, fonts and models hold no words. */
const wordless = /\.(png|jpg|ogg|woff2?|ico|bin|gz)$/;

/** Files that are kept in version control, by their path below the root. */
export function keptFiles(): string[] {
  return execFileSync("git", ["ls-files", "-z"], { cwd: repositoryRoot, encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "" && !wordless.test(path));
}

/**
 * Places that look like a key, a token or a password of a real service. Never what stands there: a report is read by
 * more people than a file.
 */
export async function secretsIn(paths: readonly string[], cwd = repositoryRoot): Promise<string[]> {
  const found: string[] = [];
  for (const filePath of paths) {
    const content = readFileSync(join(cwd, filePath), "utf8");
    const { messages } = await lintSource({
      source: { filePath, content, contentType: "text" },
      options: { config: { rules: [{ id: preset, rule: creator, rules }] }, maskSecrets: true },
    });
    found.push(...messages.map(({ ruleId, loc }) => `${filePath}:${loc.start.line} (${ruleId})`));
  }
  return found;
}
