/**
 * What is worth reading of a failed step: of turbo's output only the packages that failed (`Failed: @liss/a#test`),
 * of everything else the whole.
 */
export function tellingOutput(output: string): string {
  const lines = output.trimEnd().split("\n");
  const failed = lines.flatMap((line) => /^Failed:\s+(.*)$/.exec(line)?.[1]?.split(", ") ?? []);
  if (failed.length === 0) return lines.join("\n");
  const prefixes = failed.map((task) => `${task.replace("#", ":")}:`);
  return lines.filter((line) => prefixes.some((prefix) => line.startsWith(prefix))).join("\n");
}
